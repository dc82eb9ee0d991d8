"""From what the engine said of a container to what makes it again."""

import json
from pathlib import Path
from typing import Any

import pytest

from hubyard.engine.backup import backup_of, create_body, other_endpoints

DATA = Path(__file__).parents[2] / "data" / "engine" / "inspect" / "container.json"


def answer(**changes: Any) -> Any:  # noqa: ANN401  a document
    return {**json.loads(DATA.read_text(encoding="utf-8")), **changes}


def on(mode: str, **networks: Any) -> Any:  # noqa: ANN401
    said = answer()
    return {**said, "HostConfig": {**said["HostConfig"], "NetworkMode": mode}, "NetworkSettings": {"Networks": networks}}


def body(said: Any) -> dict[str, Any]:  # noqa: ANN401
    return create_body(backup_of(said), image="toy:staging")


def test_config_is_kept_but_for_the_name_made_from_the_id() -> None:
    said = answer()
    expected = {**said["Config"], "Image": "toy:staging"}
    del expected["Hostname"]
    made = body(said)
    assert {key: made[key] for key in expected} == expected
    assert "Hostname" not in made


def test_chosen_host_name_is_kept() -> None:
    said = answer()
    assert body({**said, "Config": {**said["Config"], "Hostname": "mine"}})["Hostname"] == "mine"


def test_anonymous_volume_is_bound_by_its_name_and_named_ones_stay() -> None:
    binds = body(answer())["HostConfig"]["Binds"]
    assert binds[0] == "hubyard-test-named:/named"
    assert [bind.partition(":")[2] for bind in binds] == ["/named", "/anon"]


def test_first_network_is_the_one_of_its_mode_and_others_come_after() -> None:
    said = on("b", a={"Aliases": ["x"], "IPAddress": "1.2.3.4"}, b={"Aliases": ["web", answer()["Id"][:12]], "MacAddress": "02:42"})
    assert body(said)["NetworkingConfig"] == {"EndpointsConfig": {"b": {"Aliases": ["web"]}}}
    assert other_endpoints(backup_of(said)) == {"a": {"Aliases": ["x"]}}


def test_chosen_address_is_kept() -> None:
    said = on("a", a={"IPAMConfig": {"IPv4Address": "10.0.0.9"}, "IPAddress": "10.0.0.9"})
    assert body(said)["NetworkingConfig"]["EndpointsConfig"] == {"a": {"IPAMConfig": {"IPv4Address": "10.0.0.9"}}}


@pytest.mark.parametrize("mode", ["host", "none", "container:abc"])
def test_without_networks_of_its_own_there_are_no_endpoints(mode: str) -> None:
    assert body(on(mode, host={}))["NetworkingConfig"] == {"EndpointsConfig": {}}


def test_secrets_are_not_in_what_is_printed() -> None:
    said = answer()
    assert "PLANTED" not in repr(backup_of({**said, "Config": {**said["Config"], "Env": ["A=PLANTED"]}}))
