"""What runs, in MB. 2600 are in use."""

from dataclasses import replace

import pytest

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainersFacts
from hubyard.diagnosis.facts.work import BuildsFacts, BuildStep, YardHub
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.sizing.resident import held_by_hub, resident_of
from hubyard.diagnosis.sizing.values import Resident
from tests.unit.diagnosis.sizing.made import CONTAINERS, HUBS, MB, WHOLE, container

USED = 2600


def step(held: int, cgroup: str = "/hubyard.slice/wbfinhub/buildkit/abc") -> BuildStep:
    return BuildStep(cgroup=cgroup, pids=(1,), held_bytes=held * MB)


def with_containers(*found: object) -> Facts:
    return replace(WHOLE, containers=ContainersFacts(containers=tuple(found)))  # type: ignore[arg-type]  # made by `container`


BUILDER = container("buildx_buildkit_ours0", 900)
CASES = {  # facts, hubs, others, rest
    "hubs_others_and_the_rest": (WHOLE, 1200, 500, 900),
    "running_builds_are_left_out": (replace(WHOLE, builds=BuildsFacts(steps=(step(400), step(100)))), 1200, 500, 400),
    "builds_in_a_builders_container_are_left_out_of_it": (
        replace(with_containers(*CONTAINERS, BUILDER), builds=BuildsFacts(steps=(step(800, f"/docker/{BUILDER.id}/buildkit/x"),))),
        *(1200, 600, 0),
    ),
    "what_cannot_be_read_of_a_container_is_in_the_rest": (with_containers(*CONTAINERS[:3], container("db", None)), 900, 0, 1700),
    "hub_that_is_not_in_the_yard_is_another_container": (with_containers(container("gone", 200, hub="gone")), 0, 200, 2400),
    "hub_that_something_else_started_goes_by_its_name": (with_containers(container("old-fin", 200)), 200, 0, 2400),
    "no_engine_tells_nothing_apart": (replace(WHOLE, containers=Unread(why=Why.NO_ENGINE)), None, None, 2600),
    "builds_that_cannot_be_read_are_none": (replace(WHOLE, builds=Unread(why=Why.NO_RIGHTS)), 1200, 500, 900),
    "containers_that_hold_more_than_is_in_use": (with_containers(container("db", 3000)), 0, 3000, 0),
}
OURS = (*HUBS, YardHub(slug="old", name="Old", container="old-fin"))


@pytest.mark.parametrize(("facts", "hubs", "others", "rest"), CASES.values(), ids=CASES)
def test_resident_of(facts: Facts, hubs: int | None, others: int | None, rest: int) -> None:
    found = Resident(
        hubs_bytes=None if hubs is None else hubs * MB, others_bytes=None if others is None else others * MB, system_bytes=rest * MB
    )
    assert resident_of(facts, OURS, used_bytes=USED * MB) == found


HELD = {
    "each_its_own": (WHOLE, {hub.slug: 300 * MB for hub in HUBS}),
    "two_containers_of_a_hub_add_up": (with_containers(container("a", 100, hub="old"), container("b", 50, hub="old")), {"old": 150 * MB}),
    "unreadable_is_not_zero": (with_containers(container("a", None, hub="old")), {}),
    "no_engine": (replace(WHOLE, containers=Unread(why=Why.NO_ENGINE)), {}),
}


@pytest.mark.parametrize(("facts", "held"), HELD.values(), ids=HELD)
def test_held_by_hub(facts: Facts, held: dict[str, int]) -> None:
    assert held_by_hub(facts, OURS) == held
