"""A host of which witnesses tell, and the incidents that it comes to."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainersFacts
from hubyard.diagnosis.facts.host import MemoryFacts
from hubyard.diagnosis.facts.work import BuildLogTail, GatePresence
from hubyard.diagnosis.values import Incident, Process, Sureness, What
from hubyard.history.values import BuildMeasured, BuildOutcome
from tests.unit.diagnosis.rules.made import HUB, MEMORY, MIB, YARD, facts
from tests.unit.diagnosis.verdict.witnesses import ago, build, dmesg, event, killed, told_line

SCOPE: Final = f"/system.slice/docker-{HUB.id}.scope"
SLICE: Final = "/hubyard.slice/wbfinhub"
STEP: Final = SLICE + "/buildkit/" + "q7" * 12 + "x"
FOREIGN: Final = "/docker/buildkit/" + "z3" * 12 + "y"
OUTER: Final = "/docker/" + "c" * 64
AT: Final = ago(30)
DEAD: Final = replace(HUB, state="exited", exit_status=137, oom_killed=True, finished=AT + timedelta(seconds=1), kernel_kills=None)
NODE: Final = Process(name="node", pid=77, held_bytes=400 * MIB)
IN_HUB: Final = replace(NODE, cgroup=SCOPE, container="wbsaleshub-staging", hub="wbsaleshub")
IN_STEP: Final = replace(NODE, cgroup=STEP, hub="wbfinhub")
NAMELESS: Final = Process(container="wbsaleshub-staging", hub="wbsaleshub")
OF_HUB: Final = Process(hub="wbfinhub")
HOLDER: Final = GatePresence(hub="wbfinhub", title="deploy", command="invoke deploy", pid=9, since=ago(31))
KILLED: Final = build(BuildOutcome.KILLED, began=ago(33), killed_stages=("build",))
KILLED_WORDS: Final = "history: wbfinhub 2026-11-29T11:27:00+00:00 killed peak=629145600 cap=805306368 stages=build"
OOMD: Final = "Killed /user.slice/app.scope due to memory pressure for /user.slice being 60% > 50% for > 20s with reclaim activity"
INSPECTED: Final = "docker inspect wbsaleshub-staging: OOMKilled=true ExitCode=137 State=exited"
EXIT_137: Final = '#15 ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 137'


@dataclass(frozen=True, kw_only=True)
class Case:
    facts: Facts
    incidents: tuple[Incident, ...]


def certain(what: What, at: datetime | None = AT, **more: Any) -> Incident:  # noqa: ANN401  any field
    return Incident(**{"what": what, "sureness": Sureness.CERTAIN, "at": at, "count": 1, **more})


def kernel(*lines: str, **changed: Any) -> Facts:  # noqa: ANN401  any field of Facts
    return facts(kernel=dmesg(*lines), **changed)


def only(*some: Any, **changed: Any) -> Facts:  # noqa: ANN401  likewise
    return facts(containers=ContainersFacts(containers=some), **changed)


def past(*history: BuildMeasured, logs: tuple[BuildLogTail, ...] = (), **changed: Any) -> Facts:  # noqa: ANN401  likewise
    return facts(yard=replace(YARD, history=history, failed_logs=logs), **changed)


def log(text: str, *, status: int | None = 1, at: datetime = AT) -> BuildLogTail:
    return BuildLogTail(hub="wbfinhub", at=at, status=status, text=text)


def counted(kernel_kills: int) -> MemoryFacts:
    return replace(MEMORY, kernel_kills=kernel_kills)


BY_HOST: Final = killed(AT, memcg=SCOPE, asker="dockerd")
BY_LIMIT: Final = killed(AT, memcg=SCOPE, limited=SCOPE, limit_mib=512)
OF_STEP: Final = killed(AT, memcg=STEP, limited=SLICE, limit_mib=768)
HOST: Final = certain(What.HOST_OUT_OF_MEMORY, victims=(IN_HUB,), asker=Process(name="dockerd", pid=4, cgroup="/"), evidence=told_line())
LIMIT: Final = certain(
    What.CONTAINER_AT_ITS_LIMIT,
    victims=(IN_HUB,),
    asker=Process(name="node", pid=77, cgroup="/"),
    limit_bytes=512 * MIB,
    limited=SCOPE,
    evidence=told_line(limited=True),
)
BUILD: Final = certain(
    What.BUILD_STEP_KILLED,
    victims=(IN_STEP,),
    asker=Process(name="node", pid=77, cgroup="/"),
    limit_bytes=768 * MIB,
    limited=SLICE,
    evidence=told_line(limited=True),
)
GROUP: Final = replace(
    BUILD, what=What.GROUP_AT_ITS_LIMIT, limit_bytes=1024 * MIB, limited=OUTER, asker=Process(name="npm", pid=4, cgroup="/")
)
FORCED: Final = (
    event(AT - timedelta(seconds=10), "kill", signal=15),
    event(AT, "kill", signal=9),
    event(AT + timedelta(seconds=1), "die", exit_status=137),
    event(AT + timedelta(seconds=1), "stop"),
)
DIED: Final = (event(AT, "oom"), event(AT + timedelta(seconds=1), "die", exit_status=137))
