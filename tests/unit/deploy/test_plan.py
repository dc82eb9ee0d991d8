"""What is done with a hub, for each thing that can be so."""

import pytest

from hubyard.deploy.plan import plan_hub
from hubyard.deploy.values import Action, HubFacts, Reason
from tests.unit.deploy.conftest import Facts, container, image

UNCHANGED, RESTART, BUILD = Action.UNCHANGED, Action.RESTART, Action.BUILD
OLD = image("sha256:old")

CASES = {  # what differs from up to date                          action, reasons, stages
    "all_as_it_should_be_is_unchanged": ({}, UNCHANGED, (), ()),
    "first_deploy_builds": (
        {"release": None, "built_before": False, "container": None, "previous": None},
        BUILD,
        (Reason.NEVER_BUILT,),
        ("build", "tag", "start", "cleanup"),
    ),
    "other_build_inputs_build": ({"release": None}, BUILD, (Reason.BUILD_INPUTS_CHANGED,), ("build", "tag", "start", "cleanup")),
    "other_run_inputs_restart": ({"container": container(run_inputs="other")}, RESTART, (Reason.RUN_INPUTS_CHANGED,), ("start",)),
    "no_container_restarts": ({"container": None}, RESTART, (Reason.NOT_RUNNING,), ("start",)),
    "ended_container_restarts": ({"container": container(state="exited")}, RESTART, (Reason.NOT_RUNNING,), ("start",)),
    "back_to_an_older_release_tags_and_restarts": (
        {"container": container(image_id="sha256:old"), "previous": OLD},
        RESTART,
        (Reason.OTHER_IMAGE_RUNS,),
        ("tag", "start", "cleanup"),
    ),
    "unwell_restarts": ({"unwell": True}, RESTART, (Reason.NOT_HEALTHY,), ("start",)),
}


@pytest.mark.parametrize(("changes", "action", "reasons", "stages"), CASES.values(), ids=CASES)
def test_plan_hub(facts: Facts, changes: dict[str, object], action: Action, reasons: tuple[Reason, ...], stages: tuple[str, ...]) -> None:
    plan = plan_hub(facts(**changes))
    assert (plan.action, plan.reasons, plan.stages) == (action, reasons, stages)


def test_plan_hub_built_anew_names_the_checkouts_revision(facts: Facts) -> None:
    assert plan_hub(facts(release=None)).release_tag == "toy:bbbbbbbbbbbb-0123456789ab"


def test_plan_hub_unchanged_keeps_the_revision_it_was_built_from(facts: Facts) -> None:
    unchanged: HubFacts = facts()
    assert plan_hub(unchanged).revision == "aaaaaaaaaaaa"
