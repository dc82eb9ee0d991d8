"""Whose a process was: cgroup → container → hub → stage of the build."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainerFacts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.values import Process
from hubyard.diagnosis.verdict.moments import apart_s
from hubyard.history.values import BuildMeasured
from hubyard.host.build_steps import SHORT, hub_of, is_step
from hubyard.host.oom.container_ids import ENGINE_ID

DRIFT_S: Final = 60.0
"""The kernel stamps its lines by a clock that nobody sets; seen here: a child that was killed 0.1 s before its container began."""
SLACK_S: Final = 5.0
"""Between a build's measured ends and the kernel's clock."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """What is known of groups on the host. history newest first.

    gone: containers that were removed, of which the engine's events know the name alone; the hub is that of who has the name now
    """

    containers: tuple[ContainerFacts, ...] = ()
    gone: tuple[ContainerFacts, ...] = ()
    history: tuple[BuildMeasured, ...] = ()

    @staticmethod
    def of(facts: Facts) -> "Places":
        containers = () if isinstance(facts.containers, Unread) else facts.containers.containers
        names = {} if isinstance(facts.events, Unread) else {event.container: event.name for event in facts.events if event.name}
        there = {one.id for one in containers}
        hubs = {one.name: one.hub for one in containers}
        return Places(
            containers=containers,
            gone=tuple(ContainerFacts(id=one, name=name, hub=hubs.get(name, "")) for one, name in names.items() if one not in there),
            history=() if isinstance(facts.yard, Unread) else facts.yard.history,
        )

    def place(self, process: Process, *, container_id: str = "", at: datetime | None = None) -> Process:
        """With its container, hub and stage, as far as its cgroup, or the container's id, tells them."""
        container = self.container_of(process.cgroup) or self.container_by(container_id)
        building = hub_of(process.cgroup)
        hub = building or (container.hub if container else "")
        return Process(
            name=process.name,
            pid=process.pid,
            held_bytes=process.held_bytes,
            cgroup=process.cgroup,
            container=container.name if container else "" if building else _short(process.cgroup, container_id),
            hub=hub,
            stage=self.stage_at(hub, at) if building else "",
        )

    def container_of(self, cgroup: str) -> ContainerFacts | None:
        """The innermost that this engine knows: around it there may be one in which the engine itself runs."""
        found = (self.container_by(one) for one in reversed(ENGINE_ID.findall(cgroup)))
        return next((container for container in found if container), None)

    def container_by(self, container_id: str) -> ContainerFacts | None:
        """By its id, or the short form of it."""
        if len(container_id) < SHORT:
            return None
        return next((one for one in (*self.containers, *self.gone) if one.id.startswith(container_id)), None)

    def there(self, container_id: str) -> ContainerFacts | None:
        """Likewise; None of one that was removed."""
        found = self.container_by(container_id)
        return None if found in self.gone else found

    def container_named(self, name: str) -> ContainerFacts | None:
        return next((one for one in self.containers if one.name == name), None) if name else None

    def outlives(self, process: Process, *, at: datetime | None) -> bool:
        """Whether the container that it was in did as if nothing had been: it lives on, or ended with 0 later."""
        container = self.container_named(process.container)
        if self.lives_on(process, at=at) or container is None:
            return container is not None
        began_s, until_s = apart_s(container.started, at), apart_s(at, container.finished)
        ended_well = container.state == "exited" and container.exit_status == 0
        return ended_well and began_s is not None and until_s is not None and began_s > -DRIFT_S and until_s > -DRIFT_S

    def lives_on(self, process: Process, *, at: datetime | None) -> bool:
        """Whether the container that it was in runs still, since before it died.

        A container's counter begins anew with each of its starts: one that has counted and runs lost a child.
        """
        container = self.container_named(process.container)
        if container is None or container.state != "running":
            return False
        since_s = apart_s(container.started, at)
        if since_s is not None and since_s > 0:
            return True
        return bool(container.kernel_kills) and (since_s is None or since_s > -DRIFT_S)

    def stage_at(self, hub: str, at: datetime | None) -> str:
        """Where the kernel killed something in the hub's build of that moment, by history."""
        return ", ".join(next((build.killed_stages for build in self.builds_at(at) if build.hub == hub), ()))

    def builds_at(self, at: datetime | None) -> Sequence[BuildMeasured]:
        return [build for build in self.history if within(build, at)]


def within(build: BuildMeasured, at: datetime | None, *, slack_s: float = SLACK_S) -> bool:
    since_s = apart_s(build.began, at)
    return since_s is not None and -slack_s <= since_s <= build.elapsed_s + slack_s


def away_s(build: BuildMeasured, at: datetime | None) -> float:
    """How long before or after the build; 0 while it ran, or where that is not known."""
    since_s = apart_s(build.began, at) or 0.0
    return max(0.0, -since_s, since_s - build.elapsed_s)


def ended(build: BuildMeasured) -> datetime:
    try:
        return build.began + timedelta(seconds=build.elapsed_s)
    except (OverflowError, ValueError):
        return build.began


def is_of_a_build(cgroup: str) -> bool:
    return bool(hub_of(cgroup)) or is_step(cgroup)


def _short(cgroup: str, container_id: str) -> str:
    """Of a container that the engine does not know (any more)."""
    found = [container_id] if ENGINE_ID.fullmatch(container_id) else ENGINE_ID.findall(cgroup)
    return str(found[-1])[:SHORT] if found else ""
