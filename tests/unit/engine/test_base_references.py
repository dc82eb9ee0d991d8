"""Which images Dockerfiles name."""

from pathlib import Path

import pytest

from hubyard.engine.base_references import base_references

HUB = Path(__file__).parents[3] / "hubs" / "WBSalesHub" / "Dockerfile"
STAGES = "FROM node:24-slim AS base\nFROM base AS development\nFROM other:1 as unused\nFROM base AS Production\nCOPY --from=nginx:1 /a /b\n"
CASES = {
    "one": ("FROM node:24-slim\nRUN x\n", {}, None, ("node:24-slim",)),
    "small_letters_and_flag": ("from --platform=$BUILDPLATFORM node:24-slim as deps\nFROM deps\n", {}, None, ("node:24-slim",)),
    "scratch_is_none": ("FROM scratch\nADD rootfs.tar /\n", {}, None, ()),
    "arg_default": ('ARG NODE=24\nARG BASE="node:${NODE}-slim"\nFROM $BASE\n', {}, None, ("node:24-slim",)),
    "arg_given": ("ARG NODE=24\nFROM node:${NODE}-slim\n", {"NODE": "22"}, None, ("node:22-slim",)),
    "arg_inside_a_stage_is_not_for_from": ("FROM a:1\nARG X=9\nFROM b:${X:-2}\n", {}, None, ("b:2",)),
    "arg_alternative": ("ARG X=1\nFROM a${X:+:alt}\n", {}, None, ("a:alt",)),
    "arg_empty": ("ARG BASE\nFROM $BASE\n", {}, None, ()),
    "last_stage_alone": (STAGES, {}, None, ("nginx:1", "node:24-slim")),
    "target": (STAGES, {}, "development", ("node:24-slim",)),
    "target_in_other_case": (STAGES, {}, "PRODUCTION", ("nginx:1", "node:24-slim")),
    "target_unknown_is_as_none": (STAGES, {}, "nowhere", ("nginx:1", "node:24-slim")),
    "copy_from_number": ("FROM a:1\nFROM b:1\nCOPY --chown=x --from=0 /a /b\n", {}, None, ("b:1", "a:1")),
    "mount_from": ("FROM a:1\nRUN --mount=type=bind,from=tools:2,target=/t --mount=type=cache,target=/c x\n", {}, None, ("a:1", "tools:2")),
    "copy_with_a_flag_that_has_no_value": ("FROM a:1 AS b\nFROM c:1\nCOPY --link --from=b /a /b\n", {}, None, ("c:1", "a:1")),
    "several_in_one_arg": ("ARG A=24 B='3.22'\nFROM node:${A}-alpine${B}\n", {"A": "22"}, None, ("node:22-alpine3.22",)),
    "arg_empty_at_the_end": ("ARG V\nFROM node:${V}\n", {}, None, ()),
    "arg_empty_in_front": ("ARG REGISTRY\nFROM ${REGISTRY}node:24\n", {}, None, ("node:24",)),
    "a_stage_for_each_platform": ("FROM a:1 AS base-amd64\nFROM base-${TARGETARCH}\n", {}, None, ()),
    "shifts_and_here_strings_open_nothing": (
        "FROM a:1\nRUN x <<< y\nRUN echo $((1 << 2))\nCOPY --from=b:1 a b\n",
        {},
        None,
        ("a:1", "b:1"),
    ),
    "continued_and_commented": ("FROM \\\n  # why\n  a:1 \\\n  AS x\nFROM x\n", {}, None, ("a:1",)),
    "heredoc_of_a_continued_run": (
        "FROM a:1\nRUN --mount=type=cache,target=/c \\\n  # why\n  psql <<EOF\nSELECT x\nFROM users\nEOF\nFROM b:1\n",
        {},
        None,
        ("b:1",),
    ),
    "byte_order_mark": ("\ufeffFROM a:1\r\nRUN x\r\n", {}, None, ("a:1",)),
    "heredoc": ("FROM a:1\nRUN <<EOF\nSELECT x\nFROM users\nEOF\nCOPY --from=b:1 x <<'E' y\nFROM c\nE\n", {}, None, ("a:1", "b:1")),
    "a_stage_named_like_its_image": ("FROM node:24 AS node\nFROM node\n", {}, None, ("node:24",)),
    "a_stage_based_on_the_image_of_its_name": ("FROM node AS node\nRUN x\n", {}, None, ("node",)),
    "digest": ("FROM node@sha256:abc\n", {}, None, ("node@sha256:abc",)),
    "nothing": ("# only this\n", {}, None, ()),
    "from_alone": ("FROM\n", {}, None, ()),
}


@pytest.mark.parametrize(("text", "args", "target", "expected"), CASES.values(), ids=CASES)
def test_base_references(text: str, args: dict[str, str], target: str | None, expected: tuple[str, ...]) -> None:
    assert base_references(text, args=args, target=target) == expected


def test_base_references_of_a_bundled_hub() -> None:
    assert base_references(HUB.read_text(encoding="utf-8"), args={}, target=None) == ("node:24-slim",)
