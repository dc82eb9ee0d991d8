"""Somebody else's repositories, adopted as they are, deployed twice behind their own gateway and once behind ours."""

import pytest

from tests.integration.machine.base_images import base_node
from tests.integration.machine.machine import Machine
from tests.integration.machine.workhub import HUBS, PLANTED, Workhub

ALL_HEALTHY = dict.fromkeys(HUBS, True)


@pytest.fixture
def workhub(clean_machine: Machine) -> Workhub:
    made = Workhub(machine=clean_machine, folder="/yards/workhub", yard="/yards/adopted")
    made.make()
    made.start_the_old_way(base_node())
    return made


def test_adopted_and_deployed_behind_their_gateway_and_then_behind_ours(workhub: Workhub) -> None:
    foreign = workhub.foreign()
    said = [workhub.invoke("adopt", workhub.folder, f"--yard={workhub.yard}")]
    assert 'gateway = "none"' in workhub.machine.must("cat", f"{workhub.yard}/yard.toml")

    said += [workhub.invoke("deploy", "--hub=all") for _ in range(2)]
    assert [ran.status for ran in said] == [0, 0, 0], "".join(ran.text for ran in said)
    assert workhub.healthy_at_the_gateway() == ALL_HEALTHY
    assert workhub.foreign() == foreign
    assert said[2].elapsed_s < said[1].elapsed_s

    workhub.machine.must("docker", "stop", foreign["workhub-gateway"])
    workhub.machine.shell(f"""sed -i 's/gateway = "none"/gateway = "caddy"/' {workhub.yard}/yard.toml""")
    said.append(workhub.invoke("deploy", "--hub=all"))
    assert said[-1].status == 0, said[-1].text
    assert workhub.healthy_at_the_gateway() == ALL_HEALTHY
    assert workhub.foreign() == foreign

    said.append(workhub.invoke("config"))
    assert workhub.git_status() == ""
    assert workhub.places_of_secrets() == []
    assert [ran.text for ran in said if PLANTED in ran.text] == []
