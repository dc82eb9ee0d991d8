"""What is known of base images by their names."""

import pytest

from hubyard.doctor.images import lacks, parse_reference, runs_as_root

LACKS = {  # curl, wget
    "node:24-slim": (True, True),
    "node:24-alpine": (True, False),
    "node:24": (False, False),
    "docker.io/library/python:3.13": (False, False),
    "debian:trixie": (True, True),
    "gcr.io/distroless/nodejs22-debian12": (True, True),
    "scratch": (True, True),
    "registry.example/team/base:1": (None, None),
    "registry.example/team/base:1-slim": (None, None),
}


@pytest.mark.parametrize(("image", "expected"), LACKS.items(), ids=LACKS)
def test_lacks(image: str, expected: tuple[bool | None, bool | None]) -> None:
    assert (lacks(image, "curl"), lacks(image, "wget")) == expected


ROOT = {
    "node:24-slim": True,
    "gcr.io/distroless/nodejs22-debian12:nonroot": False,
    "gcr.io/distroless/nodejs22-debian12": True,
    "nginxinc/nginx-unprivileged:1": False,
    "team/base:1": None,
}


@pytest.mark.parametrize(("image", "expected"), ROOT.items(), ids=ROOT)
def test_runs_as_root(image: str, expected: bool | None) -> None:  # noqa: FBT001  a parameter of the table
    assert runs_as_root(image) is expected


FIXED = {"node": False, "node:latest": False, "node:24": True, "host:5000/node": False, "host:5000/node:1": True, "node@sha256:a": True}


@pytest.mark.parametrize(("image", "expected"), FIXED.items(), ids=FIXED)
def test_is_fixed(image: str, expected: bool) -> None:  # noqa: FBT001  a parameter of the table
    assert parse_reference(image).is_fixed is expected
