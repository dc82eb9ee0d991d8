"""`invoke diagnose`."""

from pathlib import Path
from typing import TYPE_CHECKING

from hubyard.cli.command import LANGUAGE, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hubyard.diagnosis.several import HostDiagnosis
    from hubyard.show.answer import Answer
    from hubyard.show.tables.diagnosis import DiagnosisAnswer
    from hubyard.tools import Tools


@command()
def diagnose(  # noqa: PLR0913  options, not a function that anybody calls
    tools: "Tools", *, on: str = "", identity: str = "", save: str = "", from_: str = "", html: str = "", strict: bool = False
) -> "Answer":
    return diagnose_hosts(tools, on=on, identity=identity, save=save, from_=from_, html=html, strict=strict)


def diagnose_hosts(  # noqa: PLR0913  likewise
    tools: "Tools", *, on: str = "", identity: str = "", save: str = "", from_: str = "", html: str = "", strict: bool = False
) -> "DiagnosisAnswer":
    from hubyard.show.tables.diagnosis import DiagnosisAnswer  # noqa: PLC0415  only what a task needs is loaded

    _must_fit(from_, on=on, identity=identity)
    hosts = _judged(_several(from_), tools) if from_ else _asked(on, identity, tools)
    if save:
        _save(Path(save), hosts, tools)
    if html:
        from hubyard.show.diagnosis.page import is_page, page_of  # noqa: PLC0415
        from hubyard.show.speech import Speech  # noqa: PLC0415

        tools.papers.write(Path(html), page_of(hosts, Speech(LANGUAGE)), ours=is_page)
    return DiagnosisAnswer(hosts=hosts, strict=strict)


def _must_fit(from_: str, *, on: str, identity: str) -> None:
    """What was recorded is judged without any host. Raises UnknownOption."""
    from hubyard.errors import UnknownOption  # noqa: PLC0415

    for option, value in (("--on", on), ("--identity", identity)):
        if from_ and value:
            raise UnknownOption(option=option, value=value, expected="not_with_from")


def _asked(on: str, identity: str, tools: "Tools") -> "tuple[HostDiagnosis, ...]":
    """Raises UnknownOption for a host that is none."""
    from hubyard.diagnosis.probes import PROBES  # noqa: PLC0415
    from hubyard.diagnosis.several import diagnose as diagnose_all  # noqa: PLC0415
    from hubyard.diagnosis.several import what_is_known  # noqa: PLC0415

    key = Path(identity).expanduser() if identity else None
    hosts = _several(on) or ("",)
    return diagnose_all(hosts, identity=key, probes=PROBES, known=lambda: what_is_known(tools), tools=tools)


def _judged(files: "Sequence[str]", tools: "Tools") -> "tuple[HostDiagnosis, ...]":
    from hubyard.diagnosis.probes import PROBES  # noqa: PLC0415
    from hubyard.diagnosis.recording import parse_recording  # noqa: PLC0415
    from hubyard.diagnosis.several import rejudge  # noqa: PLC0415

    return tuple(rejudge(parse_recording(tools.papers.read(Path(file))), probes=PROBES) for file in files)


def _save(file: Path, hosts: "Sequence[HostDiagnosis]", tools: "Tools") -> None:
    """A file for each host: of several, its name goes into the file's."""
    from hubyard.diagnosis.recording import is_recording, write_recording  # noqa: PLC0415

    for host in hosts:
        if host.recording is not None:
            own = file if len(hosts) == 1 else file.with_name(f"{file.stem}-{host.host or 'here'}{file.suffix}")
            tools.papers.write(own, write_recording(host.recording), ours=is_recording)


def _several(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in typed.split(",") if part.strip()))
