"""The frame itself: that the machine is limited, and that what would prove a fault of Hubyard's is seen when it happens."""

from tests.integration.machine.base_images import base_node
from tests.integration.machine.machine import Machine, Running, eventually
from tests.integration.machine.overlaps import watch_steps
from tests.integration.machine.toy import build_step
from tests.integration.machine.yard import LOCKS, ToyYard, left_over, steps


def build_past_the_gate(yard: ToyYard, name: str) -> Running:
    """Docker alone, with the cgroup that Hubyard would give."""
    context = f"--build-context=node:24-slim=docker-image://{base_node()}"
    return yard.machine.start("docker", "buildx", "build", context, f"--cgroup-parent=/hubyard.slice/{name}", yard.place(name))


def test_machine_has_its_memory_limit(clean_machine: Machine) -> None:
    limits = "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null || true"
    assert clean_machine.shell(limits) == str(3 * 1024**3)


def test_watch_sees_builds_that_overlap(yard: ToyYard) -> None:
    for name in ("alpha", "beta"):
        yard.add(name, build_step("sleep 2"))
    watch = watch_steps(yard.machine)
    builds = [build_past_the_gate(yard, name) for name in ("alpha", "beta")]
    assert [build.end().status for build in builds] == [0, 0]
    assert frozenset({"alpha", "beta"}) in watch.seen()


def test_watch_sees_a_grant_beside_a_step(yard: ToyYard) -> None:
    yard.add("toy", build_step("sleep 63"))
    build = build_past_the_gate(yard, "toy")
    eventually(lambda: steps(yard.machine), limit_s=30, what="the step runs")
    watch = watch_steps(yard.machine)
    yard.machine.write(f"{LOCKS}/running/toy-1", "")
    eventually(lambda: watch.looks()[-1].granted, limit_s=10, what="the grant is seen")
    build.signal("INT")
    eventually(lambda: not watch.looks()[-1].building, limit_s=30, what="the step is gone")
    assert watch.handed_over_s("toy") < 0


def test_left_over_step_and_held_lock_are_seen(yard: ToyYard) -> None:
    yard.add("toy", build_step("sleep 61"))
    build = build_past_the_gate(yard, "toy")
    eventually(lambda: steps(yard.machine), limit_s=30, what="the step runs")
    yard.machine.start("flock", "-x", "/tmp/deploy-staging.lock", "-c", "echo held; sleep 62").wait_for("held")
    seen = left_over(yard.machine)
    build.signal("INT")
    build.end()
    assert [any(part in line for line in seen) for part in ("docker", "/tmp/deploy-staging.lock")] == [True, True]
