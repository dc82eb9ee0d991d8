import string
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hubyard.adoption.files import render_hub, render_yard
from hubyard.adoption.values import Finding, Open, OpenPoint, Source
from hubyard.config.hub import HubSettings, MemoryHints
from hubyard.config.loading import parse_hub, parse_yard
from hubyard.config.yard import GateSettings, YardSettings


class Plain:
    """Whatever a language could put into a comment."""

    def __init__(self, text: str = "head") -> None:
        self.text = text

    def head(self) -> str:
        return self.text

    def finding(self, finding: Finding) -> str:
        return finding.place

    def open_point(self, point: OpenPoint) -> str:
        return point.detail


anything = st.text(min_size=1, max_size=40)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(lambda text: not text.startswith("-"))
routes = st.from_regex(r"/|(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]{1,8}){1,3}", fullmatch=True)
sizes = st.none() | st.integers(32 * 1024**2, 1024**4)
hubs = st.builds(
    HubSettings,
    service=texts,
    path=texts,
    remote=st.none() | texts,
    branch=st.none() | texts,
    compose_files=st.lists(texts, min_size=1, max_size=3).map(tuple),
    project_directory=st.none() | texts,
    project_name=st.none() | st.text(string.ascii_lowercase, min_size=1, max_size=9),
    dockerfile=st.none() | texts,
    target=st.none() | texts,
    env_files=st.lists(texts, max_size=2).map(tuple),
    profiles=st.lists(texts, max_size=2).map(tuple),
    route=routes,
    health_path=st.just("") | routes,
    port=st.integers(1, 65535),
    parallelism=st.integers(1, 64),
    build_timeout_s=st.integers(1, 86_400),
    memory=st.builds(MemoryHints, build_bytes=sizes, run_bytes=sizes),
)


@given(settings=hubs, head=anything, place=anything, detail=anything)
def test_render_hub_is_read_back_as_it_was(settings: HubSettings, head: str, place: str, detail: str) -> None:
    findings = {key: Finding(value="", source=Source.CODE, place=place) for key in ("route", "port", "remote")}
    points = [OpenPoint(what=Open.PORT_GUESSED, key=key, detail=detail) for key in ("port", "branch")]
    text = render_hub(settings, findings=findings, open_points=points, wording=Plain(head))
    assert parse_hub(text, file=Path("hub.toml")) == settings


@given(
    st.builds(
        YardSettings,
        hubs=st.lists(st.from_regex(r"[a-z][A-Za-z0-9]{0,9}", fullmatch=True), max_size=4).map(tuple),
        gateway=st.sampled_from(["caddy", "none"]),
        port=st.integers(1, 65535),
        build_contexts=st.dictionaries(texts, texts, max_size=3),
        gate=st.builds(
            GateSettings, wait_s=st.integers(0, 86_400), jobs=st.integers(0, 64), reserve_bytes=st.none() | st.integers(0, 1024**4)
        ),
    )
)
def test_render_yard_is_read_back_as_it_was(settings: YardSettings) -> None:
    assert parse_yard(render_yard(settings, wording=Plain()), file=Path("yard.toml")) == settings


def test_render_hub_says_whence_and_what_is_open() -> None:
    text = render_hub(
        HubSettings(service="web", profiles=("a", "b"), memory=MemoryHints(run_bytes=512 * 1024**2)),
        findings={"port": Finding(value="3000", source=Source.DOCKERFILE, place="EXPOSE")},
        open_points=[
            OpenPoint(what=Open.ROUTE_GUESSED, key="route", detail="a guess"),
            OpenPoint(what=Open.REMOTE_MISSING, key="remote", detail="no remote"),
        ],
        wording=Plain(),
    )
    assert text == (
        "# head\n"
        'service = "web"\n'
        'profiles = ["a", "b"]\n'
        "# ? a guess\n"
        'route = "/"\n'
        'health_path = "/api/health"\n'
        "port = 3000  # EXPOSE\n"
        "# ? no remote\n"
        "\n"
        "[memory]\n"
        'run = "512 MiB"\n'
    )
