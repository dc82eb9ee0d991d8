"""HUB02 to HUB06: heap, workers, cache mounts, npm's timeouts, source maps."""

from typing import Any

import pytest

from hubyard.config.hub import MemoryHints
from hubyard.doctor.rules import cache_mounts, heap, npm_timeouts, source_maps, workers
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


def test_lines_to_paste_go_on_as_the_dockerfile_has_it() -> None:
    ((_, _, _, (first, *_)),) = pasted(npm_timeouts.judge(read_of({"Dockerfile": "# escape=`\nFROM node:24\nRUN npm ci\n"})))
    assert first == "ENV npm_config_fetch_timeout=120000 `"


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


CACHE = "--mount=type=cache,target={} "
NEXT_S = "--mount=type=cache,id=next-shop,target=/srv/.next/cache"
MOUNTS: dict[str, tuple[str, list[tuple[str, int, int, tuple[str, ...]]]]] = {
    "both_there": (f"RUN {CACHE.format('/root/.npm')}npm ci\nRUN {CACHE.format('/srv/.next/cache')}npm run build\n", []),
    "packages": ("RUN npm ci\n", [("replace", 3, 0, ("RUN --mount=type=cache,id=npm,target=/root/.npm npm ci",))]),
    "packages_of_a_user": (
        "USER node\nRUN yarn install\n",
        [("replace", 4, 0, ("RUN --mount=type=cache,id=yarn,target=/home/node/.cache/yarn,uid=1000,gid=1000 yarn install",))],
    ),
    "next": (
        f"RUN {CACHE.format('/root/.npm')}npm ci && npm run build\n",
        [
            (
                "replace",
                3,
                0,
                (f"RUN --mount=type=cache,id=next-shop,target=/srv/.next/cache {CACHE.format('/root/.npm')}npm ci && npm run build",),
            )
        ],
    ),
    "both_in_one_run": (
        "RUN npm ci && npm run build\n",
        [
            ("replace", 3, 0, ("RUN --mount=type=cache,id=npm,target=/root/.npm npm ci && npm run build",)),
            (
                "replace",
                3,
                0,
                (f"RUN {NEXT_S} --mount=type=cache,id=npm,target=/root/.npm npm ci && npm run build",),
            ),
        ],
    ),
    "packages_beside_next_s": (
        f"RUN {CACHE.format('/srv/.next/cache')}npm ci\n",
        [("replace", 3, 0, (f"RUN --mount=type=cache,id=npm,target=/root/.npm {CACHE.format('/srv/.next/cache')}npm ci",))],
    ),
    "nothing_of_either": ("RUN npm test\n", []),
}


NEXT_S_OWN = "RUN if [ -f yarn.lock ]; then yarn; elif [ -f package-lock.json ]; then npm ci; else pnpm i; fi\n"
"""As the Dockerfile of Next's documentation has it."""
CACHE_FOLDERS: dict[str, tuple[str, dict[str, str], str]] = {
    "of_the_lock_file_that_is_there": (NEXT_S_OWN, {"package-lock.json": "{}"}, "id=npm,target=/root/.npm"),
    "of_bun": ("RUN bun install\n", {}, "id=bun,target=/root/.bun/install/cache"),
    "of_pnpm_moved": ('ENV PNPM_HOME="/pnpm"\nRUN pnpm i\n', {}, "id=pnpm,target=/pnpm/store"),
    "of_npm_moved": ("ENV npm_config_cache=/c\nRUN npm ci\n", {}, "id=npm,target=/c"),
    "of_a_later_yarn": ("RUN yarn\n", {"package.json": '{"packageManager": "yarn@4.9.1"}'}, "id=yarn,target=/root/.yarn/berry/cache"),
    "of_the_first_yarn": ("RUN yarn\n", {"package.json": '{"packageManager": "yarn@1.22.22"}'}, "id=yarn,target=/root/.cache/yarn"),
}


@pytest.mark.parametrize(("stage", "files", "expected"), CACHE_FOLDERS.values(), ids=CACHE_FOLDERS)
def test_cache_mount_is_where_the_manager_looks(stage: str, files: dict[str, str], expected: str) -> None:
    ((_, _, _, (line,)),) = pasted(cache_mounts.judge(read_of({"Dockerfile": f"FROM node:24\n{stage}", **files})))
    assert line.startswith(f"RUN --mount=type=cache,{expected} ")


def test_next_s_cache_of_a_user_has_a_folder_of_that_user_above_it() -> None:
    read = read_of({"Dockerfile": f"FROM node:24\nWORKDIR /srv\nUSER node\nRUN {CACHE.format('/x')}npm run build\n", "package.json": NEXT})
    mount = "--mount=type=cache,id=next-shop,target=/srv/.next/cache,uid=1000,gid=1000"
    assert pasted(cache_mounts.judge(read)) == [
        ("replace", 4, 0, ("RUN mkdir -p /srv/.next", f"RUN {mount} {CACHE.format('/x')}npm run build"))
    ]


@pytest.mark.parametrize(("stage", "expected"), MOUNTS.values(), ids=MOUNTS)
def test_cache_mounts(stage: str, expected: list[tuple[str, int, int, tuple[str, ...]]]) -> None:
    read = read_of({"Dockerfile": f"FROM node:24\nWORKDIR /srv\n{stage}", "package.json": NEXT})
    assert pasted(cache_mounts.judge(read)) == expected


BY_ENV = "ENV npm_config_fetch_timeout=120000"
ALL_THREE = "fetch-timeout=120000\nfetch-retry-mintimeout=20000\nfetch-retry-maxtimeout=120000\n"
TIMEOUTS: dict[str, tuple[str, dict[str, str], list[str]]] = {
    "none": ("RUN npm ci\n", {}, ["fetch-timeout, fetch-retry-mintimeout, fetch-retry-maxtimeout"]),
    "no_npm": ("RUN yarn\n", {}, []),
    "npm_where_another_s_lock_file_is": ("RUN if [ -f yarn.lock ]; then yarn; else npm ci; fi\n", {"yarn.lock": ""}, []),
    "environment": (
        f"{BY_ENV} NPM_CONFIG_FETCH_RETRY_MINTIMEOUT=20000\nENV npm_config_fetch_retry_maxtimeout 300000\nRUN npm ci\n",
        {},
        [],
    ),
    "command_line": ("RUN npm ci --fetch-timeout=120000\n", {}, ["fetch-retry-mintimeout, fetch-retry-maxtimeout"]),
    "npm_config": (
        "RUN npm config set fetch-timeout 120000 fetch-retry-mintimeout=20000\nRUN npm ci --fetch-retry-maxtimeout=150000\n",
        {},
        [],
    ),
    "npmrc_copied": ("COPY package*.json .npmrc ./\nRUN npm ci\n", {".npmrc": ALL_THREE}, []),
    "npmrc_of_all": ("COPY . .\nRUN npm ci\n", {".npmrc": ALL_THREE}, []),
    "npmrc_not_copied": (
        "COPY package.json ./\nRUN npm ci\n",
        {".npmrc": ALL_THREE},
        ["fetch-timeout, fetch-retry-mintimeout, fetch-retry-maxtimeout"],
    ),
    "npmrc_kept_out": (
        "COPY . .\nRUN npm ci\n",
        {".npmrc": ALL_THREE, ".dockerignore": ".npmrc\n"},
        ["fetch-timeout, fetch-retry-mintimeout, fetch-retry-maxtimeout"],
    ),
    "too_low": (
        f"{BY_ENV} npm_config_fetch_retry_mintimeout=20000 npm_config_fetch_retry_maxtimeout=60000\nRUN npm ci\n",
        {},
        ["fetch-retry-maxtimeout"],
    ),
}


@pytest.mark.parametrize(("stage", "files", "missing"), TIMEOUTS.values(), ids=TIMEOUTS)
def test_npm_timeouts(stage: str, files: dict[str, str], missing: list[str]) -> None:
    found = npm_timeouts.judge(read_of({"Dockerfile": f"FROM node:24\n{stage}", **files}))
    assert [finding.seen["missing"] for finding in found] == missing


def test_npm_timeouts_to_paste_are_one_env() -> None:
    lines = (
        "ENV npm_config_fetch_timeout=120000 \\",
        "    npm_config_fetch_retry_mintimeout=20000 \\",
        "    npm_config_fetch_retry_maxtimeout=120000",
    )
    assert pasted(npm_timeouts.judge(read_of({"Dockerfile": "FROM node:24\nRUN npm ci\n"}))) == [("before", 2, 0, lines)]


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
