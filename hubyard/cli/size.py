"""`invoke size`."""

from pathlib import Path
from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.diagnosis.heard import Recording
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def size(tools: "Tools", *, hub: str = "all", from_: str = "") -> "Answer":
    from hubyard.diagnosis.probes import PROBES  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.diagnosis.run import facts_of  # noqa: PLC0415
    from hubyard.diagnosis.sizing import oracle_prices, sizing_of  # noqa: PLC0415
    from hubyard.show.tables.size import SizeAnswer  # noqa: PLC0415

    recording = _recorded(Path(from_), tools) if from_ else _record_here(tools)
    return SizeAnswer(sizing=sizing_of(facts_of(recording, probes=PROBES), prices=oracle_prices(), hub=hub))


def _recorded(file: Path, tools: "Tools") -> "Recording":
    """Raises RecordingUnreadable, RecordingInvalid."""
    from hubyard.diagnosis.recording import parse_recording  # noqa: PLC0415

    return parse_recording(tools.papers.read(file))


def _record_here(tools: "Tools") -> "Recording":
    """Only what is added up."""
    from hubyard.diagnosis.probes import PROBES  # noqa: PLC0415
    from hubyard.diagnosis.run import record  # noqa: PLC0415
    from hubyard.diagnosis.several import own_heard, what_is_known  # noqa: PLC0415
    from hubyard.diagnosis.sizing import ASKED  # noqa: PLC0415

    own = own_heard(what_is_known(tools), clock=tools.clock)
    probes = tuple(probe for probe in PROBES if probe.name in ASKED)
    return record(tools.shells.here(), probes=probes, own=own, tools=tools)
