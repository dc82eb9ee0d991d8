"""A hub's files in memory, read as the doctor reads them."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from hubyard.config.hub import Hub, HubSettings, MemoryHints
from hubyard.config.yard import Yard, YardSettings
from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.reading import read_hub
from hubyard.doctor.values import Finding
from hubyard.engine.compose import parse_config
from hubyard.engine.port import ComposeConfig
from hubyard.errors import HubyardError, PluginMissing
from tests.fakes.engine import FakeEngine
from tests.unit.deploy.machine import FakeFiles

CHECKOUT = Path("/apps/shop")
NEXT = '{"scripts": {"build": "next build"}, "dependencies": {"next": "16.4.3"}}'
NODE = {"Dockerfile": "FROM node:24\nCOPY . .\n", "package.json": NEXT}
NO_COMPOSE = {"refusal": PluginMissing(plugin="compose")}
COMPOSE = "services:\n  shop:\n    build: {context: .}\n"
Told = tuple[str, str, str, int]
"""State, kind, file's name, line."""


class FakeDoctorTools:
    """Fills `DoctorTools`."""

    def __init__(self, hub: Hub, texts: dict[Path, str], config: ComposeConfig | HubyardError) -> None:
        self.yard = Yard(folder=hub.folder.parent, settings=YardSettings(), hubs=(hub,))
        self.files = FakeFiles(texts=texts)
        self.engine = FakeEngine(read=self.files.read, configs={hub.name: config})


def read_of(
    files: Mapping[str, str],
    *,
    compose: str = COMPOSE,
    refusal: HubyardError | None = None,
    settings: Mapping[str, Any] | None = None,
    memory: MemoryHints | None = None,
) -> HubRead:
    """`files` by their names in the checkout; the Compose file is in the long form that Compose itself prints."""
    chosen = {"service": "shop", **(settings or {})}
    hub = Hub(
        name="Shop",
        folder=Path("/yard/Shop"),
        settings=HubSettings(path=str(CHECKOUT), memory=memory or MemoryHints(), **chosen),
        written=frozenset(chosen),
    )
    texts = {CHECKOUT / name: text for name, text in {"compose.yaml": compose, **files}.items()}
    tools = FakeDoctorTools(hub, texts, refusal or config_of(compose))
    return read_hub(hub, tools=tools)


def config_of(compose: str, *, folder: Path = CHECKOUT) -> ComposeConfig:
    """As `docker compose config` would say it: with absolute paths."""
    document = YAML(typ="safe").load(compose)
    for service in document["services"].values():
        if "build" in service:
            written = {"context": service["build"]} if isinstance(service["build"], str) else service["build"]
            service["build"] = {**written, "context": str((folder / written["context"]).resolve())}
    return parse_config(json.dumps({"name": "shop", **document}))


def told(findings: Iterable[Finding]) -> list[Told]:
    return [(one.state.value, one.kind, one.place.file.name if one.place else "", one.place.line if one.place else 0) for one in findings]


def judged(judge: Callable[[HubRead], Iterable[Finding]], files: Mapping[str, str], **more: Any) -> list[Told]:  # noqa: ANN401
    return told(judge(read_of(files, **more)))


def pasted(findings: Iterable[Finding]) -> list[tuple[str, int, int, tuple[str, ...]]]:
    """Of each remedy: where, line, last line, lines."""
    return [(one.put.value, one.place.line, one.last, one.lines) for finding in findings for one in finding.remedies]
