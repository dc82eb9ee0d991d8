"""Several hosts at once, and what is known of this one."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hubyard.config.hub import Hub, HubSettings
from hubyard.config.yard import Yard, YardSettings
from hubyard.diagnosis.facts.work import YardFacts
from hubyard.diagnosis.heard import Heard, Recording, Unread
from hubyard.diagnosis.own_yard import mask_secrets, tail_of
from hubyard.diagnosis.probes import PROBES
from hubyard.diagnosis.recording import parse_recording, write_recording
from hubyard.diagnosis.several import diagnose, rejudge, what_is_known
from hubyard.engine.build_record import BuildRecord
from hubyard.errors import HostUnreachable, HubyardError, UnknownOption, YardMissing
from tests.fakes.clock import FakeClock
from tests.fakes.history import FakeHistory
from tests.fakes.shells import NOON, FakeAnswer, FakeShell, FakeShells, shells_of
from tests.unit.show.diagnosis.made_up import build

MEMINFO = "MemTotal: 8000000 kB\nMemAvailable: 6000000 kB\n"


@dataclass(kw_only=True)
class Tools:
    shells: FakeShells
    clock: FakeClock = field(default_factory=FakeClock)


def ask(*hosts: str, shells: FakeShells, known: YardFacts | None = None) -> list[tuple[str, bool, str]]:
    told = diagnose(hosts, identity=Path("/k"), probes=PROBES, known=lambda: known, tools=Tools(shells=shells))
    return [(one.host, one.report is not None, one.problem.code() if one.problem else "") for one in told]


def test_host_that_cannot_be_reached_keeps_no_other() -> None:
    gone = FakeShell(host="b", refuses=HostUnreachable(host="b", detail="refused"))
    shells = shells_of([FakeShell(host="a"), gone, FakeShell(host="c")])
    assert ask("a", "b", "c", shells=shells) == [("a", True, ""), ("b", False, "host_unreachable"), ("c", True, "")]
    assert shells.asked_by == [Path("/k")] * 3


def test_address_that_is_none_is_refused_before_any_host_is_asked() -> None:
    first = FakeShell(host="a")
    with pytest.raises(UnknownOption):
        ask("a", "-oProxyCommand=x", shells=shells_of([first]))
    assert first.asked == []


def test_every_script_is_asked_at_once_and_the_yard_s_never() -> None:
    here = FakeShell()
    ask("", shells=shells_of([here]))
    assert [sorted(asked) for asked in here.asked] == [sorted(probe.name for probe in PROBES if probe.script)]
    assert "yard" not in here.asked[0]


def test_what_is_known_counts_for_this_host_alone() -> None:
    known = YardFacts(history=(build("wbfinhub", 1),))
    told = diagnose(
        ["", "a"], identity=None, probes=PROBES, known=lambda: known, tools=Tools(shells=shells_of([FakeShell(), FakeShell(host="a")]))
    )
    here, there = (one.report.facts.yard for one in told if one.report)
    assert here == known
    assert isinstance(there, Unread)


def test_recording_is_judged_as_the_host_was() -> None:
    shells = shells_of([FakeShell(host="a", answers={"part": FakeAnswer(text=b"\x1ejunk\nx\n\x1e=0\n")})])
    there = diagnose(["a"], identity=None, probes=PROBES, known=lambda: None, tools=Tools(shells=shells))[0]
    assert there.recording is not None
    text = write_recording(there.recording)
    assert rejudge(parse_recording(text), probes=PROBES).report == there.report


@dataclass(kw_only=True)
class OwnTools:
    """A yard with one hub. Without `records` its builds went well."""

    found: Yard | None = None
    records_: tuple[BuildRecord, ...] = ()
    text: str = ""

    @property
    def yard(self) -> Yard:
        if self.found is None:
            raise YardMissing(folder=Path("/none"))
        return self.found

    @property
    def history(self) -> FakeHistory:
        return FakeHistory(recorded=[build("toy", 1)])

    @property
    def build_logs(self) -> "OwnTools":
        return self

    @property
    def files(self) -> "OwnTools":
        return self

    def records(self, hub: str) -> tuple[BuildRecord, ...]:  # noqa: ARG002  one hub
        return self.records_

    def read(self, file: Path) -> str | None:  # noqa: ARG002  one log
        return self.text


YARD = Yard(folder=Path("/y"), settings=YardSettings(), hubs=(Hub(name="Toy", folder=Path("/y/Toy"), settings=HubSettings(service="toy")),))


def record(status: int | None) -> BuildRecord:
    return BuildRecord(hub="toy", tag="t", revision="", started=NOON, status=status, elapsed_s=1, log=Path("/l"))


def test_no_yard_is_no_error() -> None:
    assert what_is_known(OwnTools()) is None


LOGS = {
    "none": ((), 0),
    "went_well": ((record(0), record(1)), 0),
    "failed": ((record(1), record(0)), 1),
    "killed_with_us": ((record(None),), 1),
}


@pytest.mark.parametrize(("records", "logs"), LOGS.values(), ids=LOGS)
def test_only_a_last_build_that_failed_is_told(records: tuple[BuildRecord, ...], logs: int) -> None:
    known = what_is_known(OwnTools(found=YARD, records_=records, text="a\nb\n"))
    assert known is not None
    assert len(known.failed_logs) == logs
    assert [(hub.slug, hub.container) for hub in known.hubs] == [("toy", "toy-staging")]
    assert len(known.history) == 1


def test_tail_is_the_end_without_secrets() -> None:
    text = "".join(f"line {number}\n" for number in range(500)) + "#7 RUN NPM_TOKEN=abc123 npm ci https://u:p@host/x\n"
    tail = tail_of(text).splitlines()
    assert len(tail) == 200
    assert tail[-1] == "#7 RUN NPM_TOKEN=*** npm ci https://***@host/x"


MASKED = {
    "MY_SECRET='a b' x": "MY_SECRET=*** x",
    'password: "a b" x': "password: *** x",
    "npm_config__authToken=abc": "npm_config__authToken=***",
    "Killed process 7 (node)": "Killed process 7 (node)",
    "137": "137",
}


@pytest.mark.parametrize(("text", "masked"), MASKED.items())
def test_mask_secrets(text: str, masked: str) -> None:
    assert mask_secrets(text) == masked


def test_every_error_of_a_host_is_its_answer() -> None:
    class Odd(HubyardError): ...

    assert ask("a", shells=shells_of([FakeShell(host="a", refuses=Odd())])) == [("a", False, "odd")]


def test_heard_and_recording_are_what_is_judged() -> None:
    recording = Recording(host="a", taken=NOON, heard={"memory": Heard(text=MEMINFO, status=0)})
    assert rejudge(recording, probes=PROBES).report is not None
