from typing import Any

import pytest

from hubyard.adoption.hints.compose import ComposeHints, read_section
from hubyard.adoption.hints.health_urls import HealthUrl

CASES = {
    "health_in_words": (
        {"healthcheck": {"test": ["CMD", "curl", "-f", "http://localhost:3001/a/health"]}},
        ComposeHints(health=HealthUrl(port=3001, path="/a/health")),
    ),
    "health_with_variables_of_the_container": (
        {"healthcheck": {"test": ["CMD-SHELL", "curl -sf http://$$HOSTNAME:$${PORT}/e/health || exit 1"]}},
        ComposeHints(health=HealthUrl(port=None, path="/e/health")),
    ),
    "health_switched_off": ({"healthcheck": {"disable": True, "test": ["CMD", "curl", "http://localhost/x"]}}, ComposeHints()),
    "health_none": ({"healthcheck": {"test": ["NONE"]}}, ComposeHints()),
    "ports_long_form": (
        {"ports": [{"target": 53, "protocol": "udp"}, {"mode": "host", "target": 4000, "published": "8080", "protocol": "tcp"}]},
        ComposeHints(target_port=4000),
    ),
    "exposed": ({"expose": ["3131/tcp"]}, ComposeHints(target_port=3131)),
    "port_told": ({"environment": {"PORT": "8080"}}, ComposeHints(port_env=8080)),
    "port_that_is_none": ({"environment": {"PORT": "99999"}}, ComposeHints()),
    "everything_null": (dict.fromkeys(("ports", "expose", "healthcheck", "environment", "labels", "profiles", "networks")), ComposeHints()),
    "aliases": ({"networks": {"default": None, "front": {"aliases": ["shop"]}}}, ComposeHints(aliases=("shop",))),
}


@pytest.mark.parametrize(("section", "hints"), CASES.values(), ids=CASES)
def test_read_section(section: dict[str, Any], hints: ComposeHints) -> None:
    assert read_section(section) == hints
