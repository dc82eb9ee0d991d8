"""Whatever a host answers, it is judged: no crash, and nothing that could not be read is well."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainersFacts, EngineEvent, EngineFacts
from hubyard.diagnosis.facts.host import SystemFacts
from hubyard.diagnosis.facts.work import BuildLogTail, BuildsFacts, KernelFacts, SliceKills, YardFacts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.run import judge
from hubyard.diagnosis.values import State
from hubyard.history.values import BuildMeasured
from hubyard.show.speech import Speech
from tests.unit.diagnosis.rules.made import BOOTED, HUB, NOW
from tests.unit.diagnosis.verdict.witnesses import in_journal, killed, told_line

PATHS: Final = ("", f"/docker/{HUB.id}", "/hubyard.slice/wbfinhub", f"/docker/{'c' * 64}/hubyard.slice/wbfinhub/buildkit/{'q7' * 12}x", "/")
IDS: Final = st.sampled_from((HUB.id, "b" * 64, "b" * 12, ""))
TEXTS: Final = st.text(max_size=12)
WHEN: Final = st.datetimes(min_value=datetime(2026, 11, 1), max_value=datetime(2026, 12, 9), timezones=st.sampled_from((UTC, None)))  # noqa: DTZ001  zones are drawn
ANY_WHEN: Final = st.one_of(WHEN, st.just(datetime.min), st.just(datetime.max), st.just(datetime.max.replace(tzinfo=UTC)))  # noqa: DTZ901  the ends of what there is
SECONDS: Final = st.floats(min_value=-(10**6), max_value=10**12)


@st.composite
def kernel_lines(draw: st.DrawFn) -> str:
    at = BOOTED + timedelta(minutes=draw(st.integers(min_value=-1000, max_value=4000)))
    pid, memcg, limited = draw(st.integers(min_value=1, max_value=3)), draw(st.sampled_from(PATHS)), draw(st.sampled_from(PATHS))
    report = killed(at, pid, memcg=memcg, limited=limited, limit_mib=draw(st.integers(min_value=0, max_value=4096)))
    return draw(st.sampled_from((report, in_journal(report), told_line(pid), f"[99999999999999999999.0] {told_line(pid)}", draw(TEXTS))))


LOGS: Final = st.builds(KernelFacts, text=st.lists(kernel_lines(), max_size=4).map("\n".join), since=st.none() | ANY_WHEN)
BUILD_WORDS: Final = st.sampled_from(
    ("exit code: 137", "npm error code ECONNRESET", "JavaScript heap out of memory", "ENOSPC", "did not complete successfully")
)
BUILT: Final = st.builds(BuildMeasured, hub=st.sampled_from(("wbfinhub", "wbsaleshub")), began=ANY_WHEN, elapsed_s=SECONDS)
YARDS: Final = st.builds(
    YardFacts,
    history=st.lists(BUILT, max_size=3).map(tuple),
    failed_logs=st.lists(st.builds(BuildLogTail, hub=st.just("wbfinhub"), at=ANY_WHEN, text=BUILD_WORDS | TEXTS), max_size=2).map(tuple),
)
CONTAINERS: Final = st.builds(
    ContainersFacts,
    containers=st.lists(
        st.builds(
            type(HUB),
            id=IDS,
            name=st.sampled_from(("wbsaleshub-staging", "")),
            state=st.sampled_from(("running", "exited", "restarting")),
            exit_status=st.sampled_from((None, 0, 1, 137)),
            started=st.none() | ANY_WHEN,
            finished=st.none() | ANY_WHEN,
            oom_killed=st.booleans(),
            kernel_kills=st.sampled_from((None, 0, 2)),
        ),
        max_size=3,
    ).map(tuple),
)
EVENTS: Final = st.lists(
    st.builds(EngineEvent, at=ANY_WHEN, action=st.sampled_from(("oom", "die", "kill", "stop")), container=IDS, exit_status=st.just(137)),
    max_size=4,
).map(tuple)
BUILDS: Final = st.builds(BuildsFacts, slices=st.just((SliceKills(hub="wbfinhub", kernel_kills=2),)))
KNOWN: Final = {
    "kernel": LOGS,
    "journal": LOGS,
    "yard": YARDS,
    "containers": CONTAINERS,
    "events": EVENTS,
    "system": st.builds(SystemFacts, clock_ahead_s=st.none() | SECONDS, now=st.none() | ANY_WHEN, booted=st.none() | ANY_WHEN),
    "builds": BUILDS | st.from_type(BuildsFacts),
    "engine": st.builds(EngineFacts, version=TEXTS, plugins=st.dictionaries(st.sampled_from(("buildx", "compose")), TEXTS)),
}
PROBES: Final = tuple(field.name for field in fields(Facts) if field.name not in {"host", "taken", "elapsed_s"})


def known(name: str) -> st.SearchStrategy[object]:
    types = Facts.__dataclass_fields__[name].type
    return KNOWN[name] if name in KNOWN else st.from_type(types)  # type: ignore[arg-type]


FACTS: Final = st.builds(Facts, host=st.just(""), taken=st.just(NOW), **{name: st.from_type(Unread) | known(name) for name in PROBES})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(facts=FACTS)
def test_anything_is_judged_and_said(facts: Facts) -> None:
    for finding in judge(facts).findings:
        if finding.state is not State.SKIP:
            Speech("ko").say("rules", f"{finding.rule}.threshold", **finding.seen)
        if finding.state in {State.WARN, State.FAIL}:
            Speech("en").say("rules", f"{finding.rule}.remedy", **finding.seen)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(facts=FACTS.map(lambda facts: Facts(**{**vars(facts), "kernel": Unread(why="no_rights")})))  # type: ignore[arg-type]
def test_kernel_log_that_is_closed_is_never_all_well(facts: Facts) -> None:
    report = judge(facts)
    assert "kernel" in report.verdict.blind
    assert not {finding.rule for finding in report.findings if finding.state is State.OK} & {"OOM01", "OOM02", "OOM03", "OOM04"}
