"""The gateway's container as a value."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hubyard.gateway.container import GatewayContainer, complaint

CONTAINER = GatewayContainer(
    yard="staging", network="hubyard-staging", image_id="sha256:1", port=4400, folder=Path("/yard/.hubyard/gateway"), migrates=True
)


def test_arguments_whole() -> None:
    assert CONTAINER.arguments() == {
        "image": "sha256:1",
        "name": "hubyard-gateway-staging",
        "entrypoint": ["caddy"],
        "command": ["run", "--config", "/etc/hubyard/Caddyfile", "--adapter", "caddyfile"],
        "labels": {"hubyard.yard": "staging", "hubyard.gateway": "caddy", "hubyard.gateway.made-of": CONTAINER.made_of()},
        "network": "hubyard-staging",
        "ports": {"4400/tcp": ("0.0.0.0", 4400)},
        "mounts": [{"Type": "bind", "Source": "/yard/.hubyard/gateway", "Target": "/etc/hubyard", "ReadOnly": True}],
        "restart_policy": {"Name": "unless-stopped"},
        "log_config": {"type": "json-file", "config": {"max-size": "10m", "max-file": "3"}},
        "sysctls": {"net.ipv4.tcp_migrate_req": "1"},
    }


def test_kernel_without_the_sysctl_is_not_asked_for_it() -> None:
    assert replace(CONTAINER, migrates=False).arguments()["sysctls"] == {}


CHANGES: dict[str, dict[str, Any]] = {
    "other_image": {"image_id": "sha256:2"},
    "other_port": {"port": 4401},
    "other_folder": {"folder": Path("/elsewhere")},
    "other_network": {"network": "n"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_change_that_needs_a_new_container_changes_the_digest(change: dict[str, Any]) -> None:
    assert replace(CONTAINER, **change).made_of() != CONTAINER.made_of()


CADDY_2_6_SAYS = """\
{"level":"info","ts":1.2,"msg":"using provided configuration","config_file":"/etc/hubyard/Caddyfile"}
Error: adapting config using caddyfile: /etc/hubyard/Caddyfile:4: unrecognized global option: nonsense
"""

COMPLAINTS = {
    "caddy_2_6_validate": (
        CADDY_2_6_SAYS,
        "adapting config using caddyfile: /etc/hubyard/Caddyfile:4: unrecognized global option: nonsense",
    ),
    "no_error_line": ("one\ntwo\n\n", "two"),
    "silence": ("", "no word from Caddy"),
}


@pytest.mark.parametrize(("output", "line"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_complaint(output: str, line: str) -> None:
    assert complaint(output) == line
