"""HUB04, HUB05: cache mounts, npm's timeouts."""

import pytest

from hubyard.doctor.rules import cache_mounts, npm_timeouts
from tests.unit.doctor.files_of_a_hub import NEXT, pasted, read_of

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


def test_lines_to_paste_go_on_as_the_dockerfile_has_it() -> None:
    ((_, _, _, (first, *_)),) = pasted(npm_timeouts.judge(read_of({"Dockerfile": "# escape=`\nFROM node:24\nRUN npm ci\n"})))
    assert first == "ENV npm_config_fetch_timeout=120000 `"
