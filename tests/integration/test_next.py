"""The real hubs: two at the same instant, then all four behind the gateway. The only tests that build Next.js."""

import json
from collections.abc import Mapping

from tests.integration.machine.machine import PROJECT, Machine
from tests.integration.machine.overlaps import watch_steps

HUBS = ("WBHubManager", "WBSalesHub", "WBFinHub", "WBOnboardingHub")
ENGLISH = {"HUBYARD_LANG": "en"}
KOREAN = {"HUBYARD_LANG": "ko"}


def health(machine: Machine) -> Mapping[str, bool]:
    """Each hub as its own health answer says at the gateway."""
    routes = zip(HUBS, ("", "/saleshub", "/finhub", "/onboarding"), strict=True)
    asked = {
        hub: machine.run("curl", "--silent", "--max-time", "10", f"http://127.0.0.1:4400{route}/api/health").out for hub, route in routes
    }
    return {hub: json.loads(text).get("hub") == hub for hub, text in asked.items() if text.startswith("{")}


def test_two_deploys_at_the_same_instant_build_one_after_the_other(clean_machine: Machine) -> None:
    watch = watch_steps(clean_machine)
    both = [
        clean_machine.start("invoke", "deploy", f"--hub={hub}", folder=PROJECT, environment=KOREAN) for hub in ("WBSalesHub", "WBFinHub")
    ]
    ran = [deploy.end(limit_s=600) for deploy in both]
    assert [one.status for one in ran] == [0, 0], ran[0].text + ran[1].text
    assert watch.seen() >= {frozenset({"wbsaleshub"}), frozenset({"wbfinhub"})}
    assert [hubs for hubs in watch.seen() if len(hubs) > 1] == []
    assert sorted("❌ 다른 빌드가 진행 중입니다. 대기 중..." in one.text for one in ran) == [False, True], ran[0].text + ran[1].text
    assert {hub: well for hub, well in health(clean_machine).items() if well} == {"WBSalesHub": True, "WBFinHub": True}


def test_all_four_answer_behind_the_gateway(clean_machine: Machine) -> None:
    """Two of them are built by the test before; a second deploy has nothing to do and is quick."""
    first = clean_machine.run("invoke", "deploy", "--hub=all", folder=PROJECT, environment=ENGLISH, limit_s=600)
    assert first.status == 0, first.text
    assert health(clean_machine) == dict.fromkeys(HUBS, True)
    page = clean_machine.must("curl", "-fsS", "http://127.0.0.1:4400/")
    assert [hub for hub in HUBS if hub not in page] == []
    second = clean_machine.run("invoke", "deploy", "--hub=all", folder=PROJECT, environment=ENGLISH, limit_s=600)
    assert second.status == 0, second.text
    assert "Building" not in second.text
    assert clean_machine.run("invoke", "health", folder=PROJECT, environment=ENGLISH).status == 0
