"""DKR01, DKR02, NET01, CLK01."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import EngineFacts
from hubyard.diagnosis.facts.host import Lookup, NetworkFacts, SystemFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.rules.incidents import seen_of
from hubyard.diagnosis.values import Finding, Incident, Process, State, Sureness, What
from tests.unit.diagnosis.rules.made import HEALTHY, NO_ENGINE, NO_RIGHTS, NOW, Case, facts, found, skipped

PLUGINS: Final = {"buildx": "0.13.1", "compose": "2.26.1-4"}
HANGS: Final = Unread(why=Why.TIMED_OUT)


def engine(trouble: str, state: State, **more: object) -> tuple[Finding, ...]:
    seen: dict[str, object] = {"trouble": trouble, "version": "", "limit_s": 4.5, "detail": "", "user": "ubuntu"}
    return (found("DKR01", state, **{**seen, **more}),)


def version(version: str, *, cgroup_version: int = 2, **plugins: str) -> Facts:
    return facts(engine=EngineFacts(version=version, cgroup_version=cgroup_version, plugins={**PLUGINS, **plugins}))


def fault(program: str, kind: str, version: str, source: str) -> Finding:
    return found("DKR02", State.WARN, program, kind=kind, program=program, version=version, source=source, versions=())


def lookups(*some: Lookup) -> Facts:
    return facts(network=NetworkFacts(servers=("10.0.0.2",), lookups=some))


def names(what: str, state: State, *some: str, **more: object) -> tuple[Finding, ...]:
    seen: dict[str, object] = {"lookups": len(some), "what": what, "names": some, "detail": "", "slow_s": 2.0}
    return (found("NET01", state, **{**seen, **more}),)


def system(**changed: Any) -> Facts:  # noqa: ANN401  any field
    return facts(system=replace(SystemFacts(name="stage", kernel="6.8", now=NOW, clock_ahead_s=0.2, synchronized=True), **changed))


def clock(way: str, state: State, off_s: float, synchronized: str = "yes") -> tuple[Finding, ...]:
    return (found("CLK01", state, way=way, off_s=off_s, synchronized=synchronized, warn_s=5.0, fail_s=300.0),)


GOOD: Final = Lookup(name="packages.example", found=True, elapsed_s=0.1)
BAD: Final = Lookup(name="images.example", found=False, elapsed_s=0.1, detail="Temporary failure in name resolution")
SLOW: Final = Lookup(name="packages.example", found=True, elapsed_s=2.5)
CUT: Final = Incident(
    what=What.NETWORK,
    sureness=Sureness.CERTAIN,
    at=NOW - timedelta(hours=2),
    victims=(Process(hub="wbsaleshub"),),
    evidence="npm error code ECONNRESET",
)

CASES: Final = {
    "DKR01_answers": Case(rule="DKR01", facts=HEALTHY, found=engine("none", State.OK, version="26.1.5+dfsg1", user="")),
    "DKR01_down": Case(rule="DKR01", facts=facts(engine=NO_ENGINE), found=engine("down", State.FAIL, detail=NO_ENGINE.detail)),
    "DKR01_hangs": Case(
        rule="DKR01", facts=facts(engine=HANGS, containers=HANGS, usage=HANGS, events=HANGS), found=engine("hanging", State.FAIL)
    ),
    "DKR01_slow": Case(rule="DKR01", facts=facts(engine=HANGS, containers=HANGS, usage=HANGS), found=engine("slow", State.WARN)),
    "DKR01_forbidden": Case(rule="DKR01", facts=facts(engine=NO_RIGHTS), found=engine("forbidden", State.WARN, detail=NO_RIGHTS.detail)),
    "DKR01_no_docker_here": Case(rule="DKR01", facts=facts(engine=Unread(why=Why.ABSENT)), found=skipped("DKR01", Why.ABSENT, "engine")),
    "DKR02_none_known": Case(
        rule="DKR02",
        facts=HEALTHY,
        found=(
            found(
                "DKR02",
                State.OK,
                kind="none",
                program="",
                version="",
                source="",
                versions=("engine 26.1.5+dfsg1", "buildx 0.13.1", "compose 2.26.1-4"),
            ),
        ),
    ),
    "DKR02_engine_24_on_v2": Case(
        rule="DKR02",
        facts=version("24.0.7"),
        found=(fault("engine", "ignores_cgroup_parent", "24.0.7", "moby/moby#45796"),),
    ),
    "DKR02_engine_24_on_v1_is_not_concerned": Case(
        rule="DKR02",
        facts=version("24.0.7", cgroup_version=1),
        found=(
            found(
                "DKR02",
                State.OK,
                kind="none",
                program="",
                version="",
                source="",
                versions=("engine 24.0.7", "buildx 0.13.1", "compose 2.26.1-4"),
            ),
        ),
    ),
    "DKR02_never_tried": Case(
        rule="DKR02",
        facts=version("26.1.5", buildx="v0.12.1"),
        found=(fault("buildx", "untested", "v0.12.1", "0.13.1"),),
    ),
    "DKR02_plugins_missing": Case(
        rule="DKR02",
        facts=facts(engine=EngineFacts(version="26.1.5")),
        found=(fault("buildx", "missing", "", ""), fault("compose", "missing", "", "")),
    ),
    "DKR02_unread": Case(
        rule="DKR02", facts=facts(engine=NO_ENGINE), found=skipped("DKR02", Why.NO_ENGINE, "engine", detail=NO_ENGINE.detail)
    ),
    "NET01_all_found": Case(rule="NET01", facts=HEALTHY, found=names("none", State.OK, "packages.example")),
    "NET01_nothing_asked": Case(rule="NET01", facts=lookups(), found=names("none", State.OK)),
    "NET01_one_not_found": Case(
        rule="NET01", facts=lookups(GOOD, BAD), found=names("lookup", State.WARN, BAD.name, lookups=2, detail=BAD.detail)
    ),
    "NET01_the_only_one_not_found": Case(rule="NET01", facts=lookups(BAD), found=names("lookup", State.WARN, BAD.name, detail=BAD.detail)),
    "NET01_none_found": Case(
        rule="NET01",
        facts=lookups(BAD, replace(BAD, name=GOOD.name)),
        found=names("lookup", State.FAIL, BAD.name, GOOD.name, lookups=2, detail=BAD.detail),
    ),
    "NET01_slow": Case(rule="NET01", facts=lookups(SLOW), found=names("slow", State.WARN, SLOW.name)),
    "NET01_a_download_was_cut": Case(
        rule="NET01",
        facts=HEALTHY,
        incidents=(CUT,),
        found=(found("NET01", State.FAIL, "wbsaleshub", **seen_of(CUT), there="", times=1, repeated=0, slow_s=2.0),),
    ),
    "NET01_unread": Case(
        rule="NET01", facts=facts(network=NO_RIGHTS), found=skipped("NET01", Why.NO_RIGHTS, "network", detail=NO_RIGHTS.detail)
    ),
    "CLK01_in_step": Case(rule="CLK01", facts=HEALTHY, found=clock("level", State.OK, 0.2)),
    "CLK01_ahead": Case(rule="CLK01", facts=system(clock_ahead_s=6.0), found=clock("ahead", State.WARN, 6.0)),
    "CLK01_far_behind": Case(rule="CLK01", facts=system(clock_ahead_s=-301.0), found=clock("behind", State.FAIL, 301.0)),
    "CLK01_kept_by_nobody": Case(rule="CLK01", facts=system(synchronized=False), found=clock("level", State.WARN, 0.2, "no")),
    "CLK01_only_compared": Case(rule="CLK01", facts=system(synchronized=None), found=clock("level", State.OK, 0.2, "unknown")),
    "CLK01_nothing_told": Case(
        rule="CLK01",
        facts=system(synchronized=None, clock_ahead_s=None),
        found=skipped("CLK01", Why.ABSENT, "system", detail="timedatectl"),
    ),
    "CLK01_unread": Case(
        rule="CLK01", facts=facts(system=NO_RIGHTS), found=skipped("CLK01", Why.NO_RIGHTS, "system", detail=NO_RIGHTS.detail)
    ),
}
