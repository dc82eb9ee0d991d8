"""What a host lacks, decided from what there is."""

from dataclasses import replace

import pytest

from hubyard.bootstrap.distribution import Distribution
from hubyard.bootstrap.engine_plan import EngineFacts, EnginePlan, Obstacle, Start, plan_engine

BOOKWORM, TRIXIE, NOBLE, FEDORA = (
    Distribution(id=name, suite=suite)
    for name, suite in (("debian", "bookworm"), ("debian", "trixie"), ("ubuntu", "noble"), ("fedora", ""))
)
READY = EngineFacts(
    answers=True, forbidden=False, elsewhere=False, client=True, buildx=True, compose=True, dockerd=True, systemd=True, distribution=TRIXIE
)
BARE = replace(READY, answers=False, client=False, buildx=False, compose=False, dockerd=False)
DEBIANS = ("docker.io", "docker-cli", "docker-buildx", "docker-compose", "iptables")

CASES = {
    "ready_needs_nothing": (READY, EnginePlan()),
    "ready_elsewhere_needs_nothing": (replace(READY, elsewhere=True, dockerd=False), EnginePlan()),
    "bare_trixie": (BARE, EnginePlan(packages=DEBIANS, start=Start.SYSTEMD, join_group=True)),
    "bare_bookworm_is_pinned": (
        replace(BARE, distribution=BOOKWORM, systemd=False),
        EnginePlan(packages=DEBIANS, pinned=True, start=Start.DETACHED, join_group=True),
    ),
    "bare_ubuntu": (
        replace(BARE, distribution=NOBLE),
        EnginePlan(packages=("docker.io", "docker-buildx", "docker-compose-v2", "iptables"), start=Start.SYSTEMD, join_group=True),
    ),
    "client_without_engine_installs_all": (
        replace(BARE, client=True, distribution=BOOKWORM, systemd=False),
        EnginePlan(packages=DEBIANS, pinned=True, start=Start.DETACHED, join_group=True),
    ),
    "stopped_engine_is_started": (replace(READY, answers=False), EnginePlan(start=Start.SYSTEMD, join_group=True)),
    "stopped_engine_without_plugins": (
        replace(READY, answers=False, buildx=False, compose=False, systemd=False),
        EnginePlan(packages=("docker-buildx", "docker-compose"), start=Start.DETACHED, join_group=True),
    ),
    "running_engine_without_client": (
        replace(READY, client=False, buildx=False, compose=False),
        EnginePlan(packages=("docker-cli", "docker-buildx", "docker-compose")),
    ),
    "running_engine_without_compose_on_ubuntu": (
        replace(READY, compose=False, distribution=NOBLE),
        EnginePlan(packages=("docker-compose-v2",)),
    ),
    "plugins_missing_on_bookworm_are_pinned": (
        replace(READY, buildx=False, distribution=BOOKWORM),
        EnginePlan(packages=("docker-buildx",), pinned=True),
    ),
    "forbidden_engine_is_joined_not_started": (replace(READY, answers=False, forbidden=True), EnginePlan(join_group=True)),
    "silent_elsewhere_is_not_ours_to_mend": (
        replace(BARE, elsewhere=True),
        EnginePlan(obstacle=Obstacle.ELSEWHERE_SILENT),
    ),
    "unknown_distribution": (replace(BARE, distribution=FEDORA), EnginePlan(obstacle=Obstacle.NO_PACKAGES)),
    "unknown_distribution_with_all_there": (replace(READY, distribution=FEDORA), EnginePlan()),
    "unknown_distribution_with_a_stopped_engine": (
        replace(READY, answers=False, distribution=FEDORA),
        EnginePlan(start=Start.SYSTEMD, join_group=True),
    ),
}


@pytest.mark.parametrize(("facts", "plan"), CASES.values(), ids=CASES)
def test_plan_engine(facts: EngineFacts, plan: EnginePlan) -> None:
    assert plan_engine(facts) == plan
