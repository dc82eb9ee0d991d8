"""HUB02, HUB03, HUB06: heap, workers, source maps."""

from typing import Any

import pytest

from hubyard.config.hub import MemoryHints
from hubyard.doctor.rules import heap, source_maps, workers
from hubyard.errors import PluginMissing
from tests.unit.doctor.files_of_a_hub import COMPOSE, NEXT, Told, judged, pasted, read_of

LIMITED = "export default {\n  experimental: { cpus: Number(process.env.BUILDKIT_MAX_PARALLELISM) },\n};\n"
UNLIMITED = "export default {\n  output: 'standalone',\n};\n"
ENV = "ENV NODE_OPTIONS=--max-old-space-size={}\n"
BUILD = "FROM node:24 AS build\n{}RUN npm run build\n"
RUNNER = "FROM node:24-slim\n{}CMD node server.js\n"
LIMIT = COMPOSE + "    mem_limit: '268435456'\n"
HINT: dict[str, Any] = {"memory": MemoryHints(build_bytes=1024**3)}

HEAPS: dict[str, tuple[str, dict[str, Any], list[Told]]] = {
    "limited": (BUILD.format(ENV.format(768)), {}, []),
    "missing": (BUILD.format(""), {}, [("warn", "missing", "Dockerfile", 2)]),
    "in_the_command": ("FROM node:24\nRUN NODE_OPTIONS=--max-old-space-size=512 npm run build\n", {}, []),
    "as_an_argument": ("FROM node:24\nARG NODE_OPTIONS=--max-old-space-size=512\nRUN npm run build\n", {}, []),
    "behind_the_build": ("FROM node:24\nRUN npm run build\n" + ENV.format(1), {}, [("warn", "missing", "Dockerfile", 2)]),
    "inherited": ("FROM node:24 AS a\n" + ENV.format(512) + "FROM a\nRUN npm run build\n", {}, []),
    "argument_of_a_forebear": (
        "FROM node:24 AS a\nARG NODE_OPTIONS=--max-old-space-size=512\nFROM a\nRUN npm run build\n",
        {},
        [("warn", "in_another_stage", "Dockerfile", 4)],
    ),
    "in_another_stage": (
        "FROM node:24 AS deps\n" + ENV.format(512) + "FROM node:24\nRUN npm run build\n",
        {},
        [("warn", "in_another_stage", "Dockerfile", 4)],
    ),
    "above_the_build_s": (BUILD.format(ENV.format(1024)), HINT, [("fail", "above_build", "Dockerfile", 2)]),
    "below_the_build_s": (BUILD.format(ENV.format(1023)), HINT, []),
    "at_run_time_below": (RUNNER.format(ENV.format(255)), {"compose": LIMIT}, []),
    "at_run_time_above": (RUNNER.format(ENV.format(256)), {"compose": LIMIT}, [("fail", "above_container", "Dockerfile", 2)]),
    "at_run_time_without_a_limit": (RUNNER.format(ENV.format(9999)), {}, []),
    "at_run_time_of_compose": (
        RUNNER.format(ENV.format(9999)),
        {"compose": LIMIT + "    environment: {NODE_OPTIONS: --max-old-space-size=99}\n"},
        [],
    ),
    "at_run_time_above_of_compose": (
        RUNNER.format(""),
        {"compose": LIMIT + "    environment: {NODE_OPTIONS: --max-old-space-size=999}\n"},
        [("fail", "above_container", "compose.yaml", 5)],
    ),
    "at_run_time_and_no_compose": (
        RUNNER.format(ENV.format(256)),
        {"refusal": PluginMissing(plugin="compose")},
        [("skip", "no_compose", "Dockerfile", 2)],
    ),
    "of_an_argument": ("FROM node:24\nARG MEM=768\nENV NODE_OPTIONS=--max-old-space-size=$MEM\nRUN npm run build\n", {}, []),
    "of_an_argument_above": (
        "FROM node:24\nARG MEM=4096\n" + 'ENV A=1 \\\n  NODE_OPTIONS="--max-old-space-size=${MEM}"\n' + "RUN npm run build\n",
        HINT,
        [("fail", "above_build", "Dockerfile", 3)],
    ),
    "of_an_argument_above_all_stages": (
        "ARG NODE_OPTIONS=--max-old-space-size=768\nFROM node:24\nARG NODE_OPTIONS\nRUN npm run build\n",
        {},
        [],
    ),
    "a_share": ("FROM node:24\nENV NODE_OPTIONS=--max-old-space-size-percentage=70\nRUN npm run build\n", {}, []),
    "bun_has_no_v8": ("FROM oven/bun:1\nRUN bun run build\n", {}, []),
    "an_argument_is_not_there_at_run_time": (
        RUNNER.format("ARG NODE_OPTIONS=--max-old-space-size=9999\n"),
        {"compose": LIMIT},
        [],
    ),
    "nothing_is_built": (RUNNER.format(""), {}, []),
}


@pytest.mark.parametrize(("dockerfile", "more", "expected"), HEAPS.values(), ids=HEAPS)
def test_heap(dockerfile: str, more: dict[str, Any], expected: list[Told]) -> None:
    assert judged(heap.judge, {"Dockerfile": dockerfile, "package.json": "{}"}, **more) == expected


SCRIPTS: dict[str, tuple[str, list[Told]]] = {
    "of_the_build": ('{"build": "NODE_OPTIONS=--max-old-space-size=512 vite build"}', []),
    "of_the_build_by_cross_env": ('{"build": "cross-env NODE_OPTIONS=\'--max-old-space-size=512\' vite build"}', []),
    "of_the_script_behind_it": ('{"build": "npm run b", "b": "node --max-old-space-size=512 node_modules/.bin/vite build"}', []),
    "of_another_script": (
        '{"build": "vite build", "start": "node --max-old-space-size=512 x"}',
        [("warn", "missing", "Dockerfile", 2)],
    ),
}


@pytest.mark.parametrize(("scripts", "expected"), SCRIPTS.values(), ids=SCRIPTS)
def test_heap_in_a_script(scripts: str, expected: list[Told]) -> None:
    files = {"Dockerfile": BUILD.format(""), "package.json": f'{{"scripts": {scripts}}}'}
    assert judged(heap.judge, files) == expected


def test_heap_to_paste_goes_behind_all_lines_of_an_env() -> None:
    env = "ENV A=1 \\\n  NODE_OPTIONS=--max-old-space-size=4096 \\\n  B=2\n"
    assert pasted(heap.judge(read_of({"Dockerfile": BUILD.format(env)}, **HINT))) == [
        ("after", 4, 0, ("ENV NODE_OPTIONS=--max-old-space-size=768",))
    ]


def test_heap_that_does_not_reach_the_workers() -> None:
    files = {"Dockerfile": BUILD.format(ENV.format(768)), "package.json": NEXT, "next.config.mjs": UNLIMITED}
    assert judged(heap.judge, files) == [("warn", "not_for_workers", "Dockerfile", 2)]


def test_heap_to_paste_is_three_quarters() -> None:
    assert pasted(heap.judge(read_of({"Dockerfile": BUILD.format("")}, **HINT))) == [
        ("before", 2, 0, ("ENV NODE_OPTIONS=--max-old-space-size=768",))
    ]


WORKERS: dict[str, tuple[str, dict[str, str], dict[str, Any], list[Told]]] = {
    "limited_by_the_arg": ("ARG BUILDKIT_MAX_PARALLELISM\n", {"next.config.mjs": LIMITED}, {}, []),
    "arg_not_declared": ("", {"next.config.mjs": LIMITED}, {}, [("warn", "arg_not_declared", "Dockerfile", 2)]),
    "a_number": ("", {"next.config.js": "module.exports = { experimental: { cpus: 1 } };"}, {}, []),
    "an_expression": (
        "",
        {"next.config.js": "module.exports = { experimental: { cpus: os.cpus().length } };"},
        {},
        [("skip", "untold", "next.config.js", 1)],
    ),
    "unlimited": ("", {"next.config.mjs": UNLIMITED}, {}, [("warn", "unlimited", "next.config.mjs", 0)]),
    "wrapped": ("", {"next.config.mjs": "export default withX({});"}, {}, [("skip", "untold", "next.config.mjs", 0)]),
    "no_config": ("", {}, {}, [("warn", "no_config", "shop", 0)]),
}


@pytest.mark.parametrize(("stage", "files", "more", "expected"), WORKERS.values(), ids=WORKERS)
def test_workers(stage: str, files: dict[str, str], more: dict[str, Any], expected: list[Told]) -> None:
    assert judged(workers.judge, {"Dockerfile": BUILD.format(stage), "package.json": NEXT, **files}, **more) == expected


def test_workers_to_paste_are_the_key_and_the_arg() -> None:
    read = read_of({"Dockerfile": BUILD.format(""), "package.json": NEXT, "next.config.mjs": UNLIMITED})
    assert pasted(workers.judge(read)) == [
        ("after", 1, 0, ("  experimental: { cpus: Number(process.env.BUILDKIT_MAX_PARALLELISM) || 2 },",)),
        ("before", 2, 0, ("ARG BUILDKIT_MAX_PARALLELISM=2",)),
    ]


def test_workers_to_paste_are_the_key_alone_where_the_arg_is_declared() -> None:
    files = {"Dockerfile": BUILD.format("ARG BUILDKIT_MAX_PARALLELISM\n"), "package.json": NEXT, "next.config.mjs": UNLIMITED}
    assert [line for line, *_ in pasted(workers.judge(read_of(files)))] == ["after"]


GIVEN = "services:\n  shop:\n    build:\n      context: .\n      args: {BUILDKIT_MAX_PARALLELISM: 2}\n"
ANY_PROJECT: dict[str, tuple[str, dict[str, Any], list[Told]]] = {
    "nobody_asked": ("RUN make\n", {}, []),
    "asked_by_compose": ("RUN make\n", {"compose": GIVEN}, [("warn", "arg_unused", "compose.yaml", 5)]),
    "asked_by_hub_toml": ("RUN make\n", {"settings": {"parallelism": 1}}, [("warn", "arg_unused", "hub.toml", 0)]),
    "declared": ("ARG BUILDKIT_MAX_PARALLELISM\nRUN make -j$BUILDKIT_MAX_PARALLELISM\n", {"compose": GIVEN}, []),
    "nothing_runs": ("", {"compose": GIVEN}, []),
    "no_compose": ("RUN make\n", {"refusal": PluginMissing(plugin="compose")}, [("skip", "no_compose", "", 0)]),
}


@pytest.mark.parametrize(("stage", "more", "expected"), ANY_PROJECT.values(), ids=ANY_PROJECT)
def test_workers_of_any_project(stage: str, more: dict[str, Any], expected: list[Told]) -> None:
    assert judged(workers.judge, {"Dockerfile": f"FROM debian:13\n{stage}"}, **more) == expected


@pytest.mark.parametrize("files", [{}, {"package.json": '{"workspaces": ["apps/*"]}'}], ids=["no_package", "workspaces"])
def test_what_may_be_next_is_skipped(files: dict[str, str]) -> None:
    read = read_of({"Dockerfile": BUILD.format(""), **files})
    assert [one.kind for judge in (workers.judge, source_maps.judge) for one in judge(read)] == ["no_package", "no_package"]


MAPS: dict[str, tuple[str, list[Told]]] = {
    "absent": (UNLIMITED, []),
    "off": ("export default { productionBrowserSourceMaps: false };", []),
    "on": ("export default {\n  productionBrowserSourceMaps: true,\n};", [("warn", "on", "next.config.mjs", 2)]),
    "by_a_variable": ("export default {\n  productionBrowserSourceMaps: debug,\n};", [("skip", "untold", "next.config.mjs", 2)]),
    "spread": ("export default { ...base };", [("skip", "untold", "next.config.mjs", 0)]),
}


@pytest.mark.parametrize(("config", "expected"), MAPS.values(), ids=MAPS)
def test_source_maps(config: str, expected: list[Told]) -> None:
    assert judged(source_maps.judge, {"Dockerfile": "FROM node:24\n", "package.json": NEXT, "next.config.mjs": config}) == expected
