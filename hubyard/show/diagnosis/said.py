"""What a report says, in one language: for the terminal and for the page alike."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.rules.incidents import seen_of
from hubyard.diagnosis.rules.judging import elapsed_s
from hubyard.diagnosis.values import KILLS, Finding, Incident, Process, State
from hubyard.engine.kills import program_of
from hubyard.show.speech import Speech, showable

PARTS: Final = ("title", "seen", "threshold")
"""Of rules.toml; `remedy` is of WARN and FAIL alone."""
UNPASTEABLE: Final = re.compile(r"[^\w@%+=:,./ -]|\n")
"""Whatever means something to a shell."""

LONGEST_DETAIL: Final = 72
LONG_ID: Final = re.compile(r"[0-9a-f]{64}")
SHORT_ID: Final = 12
"""As `docker ps` shows an id."""


@dataclass(frozen=True, kw_only=True)
class SaidIncident:
    """rows: a label and its text, one for each who was killed, who asked, what ran then; `evidence` as it was read."""

    incident: Incident
    headline: str
    when: str
    rows: tuple[tuple[str, str], ...]
    evidence: str

    @property
    def killed(self) -> bool:
        """For want of memory."""
        return self.incident.what in KILLS


@dataclass(frozen=True, kw_only=True)
class SaidFinding:
    """remedy: lines; `reason` of one that was skipped. What has nothing to say is ""."""

    finding: Finding
    tag: str
    title: str
    seen: str = ""
    threshold: str = ""
    remedy: str = ""
    reason: str = ""


def said_host(facts: Facts, speech: Speech) -> str:
    """Who it is, in one line."""
    system = None if isinstance(facts.system, Unread) else facts.system
    return speech.say(
        "diagnosis",
        "host",
        name=system.name if system else facts.host or speech.say("diagnosis", "this_host"),
        host=facts.host if system else "",
        taken=facts.taken,
        distribution=system.distribution if system else "",
        kernel=system.kernel if system else "",
        cpus=0 if isinstance(facts.cpu, Unread) else facts.cpu.cpus,
        total_bytes=0 if isinstance(facts.memory, Unread) else facts.memory.total_bytes,
    )


def said_incidents(report: Report, speech: Speech) -> tuple[SaidIncident, ...]:
    return tuple(_incident(incident, report.facts, speech) for incident in report.verdict.incidents)


def said_of_the_rest(report: Report, speech: Speech) -> tuple[str, ...]:
    """What the incidents do not say: since when nothing was killed, or why that cannot be told. First line first."""
    verdict = report.verdict
    killed = any(incident.what in KILLS for incident in verdict.incidents)
    if verdict.blind:
        blind = tuple(_blind(probe, report.facts, speech) for probe in verdict.blind)
        return (speech.say("diagnosis", "may_be_more" if killed else "not_known"), *blind)
    if killed:
        return ()
    if verdict.since is None:
        return (speech.say("diagnosis", "older_not_known"),)
    return (speech.say("diagnosis", "nothing_killed", since=verdict.since),)


def said_finding(finding: Finding, speech: Speech) -> SaidFinding:
    fields: dict[str, object] = {"subject": finding.subject, "state": finding.state, **finding.seen}
    tag = speech.word("tag", finding.state)
    if finding.state is State.SKIP:
        return _skipped(finding, tag, speech, fields)
    said = {part: short_ids(" ".join(speech.say("rules", f"{finding.rule}.{part}", **fields).split())) for part in PARTS}
    if finding.state in {State.WARN, State.FAIL}:
        pasteable = {name: _pasteable(value) for name, value in fields.items()}
        said["remedy"] = speech.say("rules", f"{finding.rule}.remedy", **pasteable).strip("\n")
    return SaidFinding(finding=finding, tag=tag, **said)


def _pasteable(value: object) -> object:
    """What a host calls its things must not become a command of its own when somebody pastes it."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return UNPASTEABLE.sub("_", value)
    return tuple(_pasteable(one) for one in value) if isinstance(value, tuple) else value


def _skipped(finding: Finding, tag: str, speech: Speech, fields: Mapping[str, object]) -> SaidFinding:
    """The names of probes as people call them."""
    detail = shortened(str(finding.seen.get("detail", "")))
    fields = {**fields, "probes": speech.word("probe", finding.seen.get("probes", ())), "detail": detail}
    remedy = speech.say("diagnosis", "skipped_remedy", **fields).strip("\n")
    title = speech.say("rules", f"{finding.rule}.title", **fields)
    return SaidFinding(finding=finding, tag=tag, title=title, reason=speech.say("diagnosis", "skipped", **fields), remedy=remedy)


def short_ids(text: str) -> str:
    """Containers' ids as short as everybody shows them."""
    return LONG_ID.sub(lambda found: f"{found[0][:SHORT_ID]}…", text)


def shortened(detail: str) -> str:
    """Programs tell at length why they may not; what comes first is enough. All of it is in the document."""
    line = " ".join(detail.split())
    return line if len(line) <= LONGEST_DETAIL else f"{line[: LONGEST_DETAIL - 1]}…"


def _blind(probe: str, facts: Facts, speech: Speech) -> str:
    """One that was read all the same lacks what would have told of kills: kernels before 4.13 count none."""
    answer = getattr(facts, probe)
    unread = answer if isinstance(answer, Unread) else Unread(why=Why.ABSENT)
    return speech.say("diagnosis", "blind", probe=probe, why=unread.why, detail=shortened(unread.detail))


def _incident(incident: Incident, facts: Facts, speech: Speech) -> SaidIncident:
    elapsed = elapsed_s(facts, incident.at)
    ago_s = None if elapsed is None else max(0.0, elapsed)
    when = speech.say(
        "diagnosis", "when", at=incident.at, ago_s=ago_s, sureness=incident.sureness, latest="yes" if incident.at_latest else "no"
    )
    return SaidIncident(
        incident=incident,
        headline=short_ids(speech.say("incidents", incident.what, **seen_of(incident))),
        when=when,
        rows=tuple(_rows(incident, speech)),
        evidence=" ".join(showable(incident.evidence).split()),
    )


def _rows(incident: Incident, speech: Speech) -> Iterator[tuple[str, str]]:
    """Killer told from victim: who died, whose request it was, at whose limit, and what ran beside."""
    for victim in incident.victims:
        yield "killed", _process(victim, speech)
    unnamed = incident.count - len(incident.victims)
    if unnamed > 0:
        yield "killed", speech.say("diagnosis", "unnamed", count=unnamed)
    if incident.asker is not None:
        itself = any((victim.name, victim.pid) == (incident.asker.name, incident.asker.pid) for victim in incident.victims)
        yield "asked", speech.say("diagnosis", "itself") if itself else _process(incident.asker, speech)
    if incident.limit_bytes or incident.limited:
        yield "limit", speech.say("diagnosis", "limit", limit_bytes=incident.limit_bytes, limited=short_ids(incident.limited))
    if incident.beside:
        yield "beside", showable(", ".join(incident.beside))


def _process(process: Process, speech: Speech) -> str:
    """By its own name; where nobody says that, by what it belongs to, which then is not told twice."""
    fields: dict[str, object] = {field: getattr(process, field) for field in ("pid", "held_bytes", "container", "hub", "stage")}
    if process.name:
        return speech.say("diagnosis", "process", name=program_of(process.name), **fields)
    known = next((field for field in ("container", "hub", "cgroup") if getattr(process, field)), "")
    return speech.say("diagnosis", "process", name=getattr(process, known) if known else "?", **{**fields, known: ""})
