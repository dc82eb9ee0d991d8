"""Which images can be made here, and under which names."""

import pytest

from hubyard.bootstrap.stand_ins import NATIVE, NODE_WHEELS, Kind, StandIn, stand_in_of

ENGINE = ("docker.io", "docker-buildx")
SLIM = StandIn(kind=Kind.NODE, version=NODE_WHEELS[24])
FULL = StandIn(kind=Kind.NODE, version=NODE_WHEELS[24], packages=NATIVE)
CADDY = StandIn(kind=Kind.CADDY)

REFERENCES = {
    "node:24-slim": SLIM,
    "docker.io/library/node:24.3-slim": SLIM,
    "node:24-bookworm-slim": SLIM,
    "node:24-trixie-slim": SLIM,
    "node:lts-slim": SLIM,
    "node:22-slim": StandIn(kind=Kind.NODE, version=NODE_WHEELS[22]),
    "node:24": FULL,
    "node:24-bookworm": FULL,
    "node:24-alpine": None,
    "node:24-alpine3.20": None,
    "node:24-bullseye-slim": None,
    "node:12-slim": None,
    "node": None,
    "node:24-slim@sha256:0123": None,
    "example.org/node:24-slim": None,
    "caddy:2": CADDY,
    "caddy": CADDY,
    "caddy:2.8.4": CADDY,
    "caddy:2-alpine": None,
    "caddy:1": None,
    "hubyard/dind": StandIn(kind=Kind.DIND, packages=ENGINE),
    "python:3.12": None,
}


@pytest.mark.parametrize(("reference", "expected"), REFERENCES.items(), ids=REFERENCES)
def test_stand_in_of(reference: str, expected: StandIn | None) -> None:
    assert stand_in_of(reference, engine=ENGINE) == expected


RECIPES = dict.fromkeys(Kind, "FROM x")


def test_tag_of_the_same_recipe_is_the_same() -> None:
    assert SLIM.tag(RECIPES, suite="trixie") == SLIM.tag(dict(RECIPES), suite="trixie")
    assert SLIM.tag(RECIPES, suite="trixie").startswith(f"hubyard/base-node:{NODE_WHEELS[24]}-")


CHANGES = {
    "own_recipe": (SLIM, RECIPES | {Kind.NODE: "FROM y"}, "trixie"),
    "recipe_below": (SLIM, RECIPES | {Kind.DEBIAN: "variant=essential"}, "trixie"),
    "suite": (SLIM, RECIPES, "noble"),
    "version": (StandIn(kind=Kind.NODE, version="24.99.0"), RECIPES, "trixie"),
    "packages": (FULL, RECIPES, "trixie"),
}


@pytest.mark.parametrize(("stand_in", "recipes", "suite"), CHANGES.values(), ids=CHANGES)
def test_tag_changes_with(stand_in: StandIn, recipes: dict[Kind, str], suite: str) -> None:
    assert stand_in.tag(recipes, suite=suite) != SLIM.tag(RECIPES, suite="trixie")


def test_tag_of_another_kind_s_recipe_changes_nothing() -> None:
    assert SLIM.tag(RECIPES | {Kind.CADDY: "FROM z"}, suite="trixie") == SLIM.tag(RECIPES, suite="trixie")
