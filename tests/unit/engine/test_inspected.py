"""What the engine really answered (26.1.5), as values."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hubyard.engine.inspected import container_of, health_of, image_of, info_of, parse_moment

DATA = Path(__file__).parents[2] / "data" / "engine" / "inspect"


def answer(name: str) -> Any:  # noqa: ANN401  a document
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def test_container_of() -> None:
    found = container_of(answer("container"))
    assert (found.name, found.image, found.state, found.health) == ("hubyard-test-insp", "hubyard-test/tiny:1", "running", "starting")
    assert found.labels == {"a": "b"}
    assert list(found.addresses) == ["bridge"]
    assert found.started is not None
    assert found.started.tzinfo is not None


def test_image_of() -> None:
    found = image_of(answer("image"))
    assert found.id.startswith("sha256:")
    assert found.tags == ("hubyard-test/tiny:1",)
    assert found.size_bytes > 1000
    assert found.labels == {}


def test_info_of() -> None:
    found = info_of(answer("info"))
    assert (found.version, found.cgroup_driver, found.cgroup_version) == ("26.1.5+dfsg1", "cgroupfs", 1)
    assert found.root_folder == Path("/var/lib/docker")


MOMENTS = {
    "nine_digits": ("2026-11-25T06:22:59.427330061Z", datetime(2026, 11, 25, 6, 22, 59, 427330, tzinfo=UTC)),
    "none": ("2026-11-25T06:22:59Z", datetime(2026, 11, 25, 6, 22, 59, tzinfo=UTC)),
    "never": ("0001-01-01T00:00:00Z", None),
    "empty": ("", None),
}


@pytest.mark.parametrize(("text", "expected"), MOMENTS.values(), ids=MOMENTS)
def test_parse_moment(text: str, expected: datetime | None) -> None:
    assert parse_moment(text) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [({}, ""), ({"Health": None}, ""), ({"Health": {"Status": "none"}}, ""), ({"Health": {"Status": "healthy"}}, "healthy")],
)
def test_health_of(state: dict[str, Any], expected: str) -> None:
    assert health_of(state) == expected
