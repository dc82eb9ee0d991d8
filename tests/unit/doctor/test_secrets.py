"""HUB12: what is a secret by its name, and how one reaches the build without staying in the image."""

from typing import Any

import pytest

from hubyard.doctor.rules import secrets
from tests.unit.doctor.files_of_a_hub import NO_COMPOSE, Told, judged, pasted, read_of

NAMES = {
    "NPM_TOKEN": True,
    "npm_token": True,
    "SESSION_SECRET": True,
    "DB_PASSWORD": True,
    "API_KEY": True,
    "OPENAI_APIKEY": True,
    "NEXT_PUBLIC_API_KEY": False,
    "STRIPE_PUBLISHABLE_KEY": False,
    "KEYBOARD_LAYOUT": False,
    "MONKEY": False,
    "TOKEN_FILE": False,
    "VITE_GOOGLE_MAPS_KEY": False,
    "PASSWORD_MIN_LENGTH": False,
    "TOKENIZERS_PARALLELISM": False,
    "MAX_TOKENS": False,
    "SESSION_TOKEN_TTL": False,
    "AWS_SECRET_ACCESS_KEY": True,
    "NODE_ENV": False,
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items(), ids=NAMES)
def test_is_secret(name: str, expected: bool) -> None:  # noqa: FBT001  a parameter of the table
    assert secrets.is_secret(name) is expected


WITH_PASSWORD = "services:\n  shop:\n    build: {context: ., args: {DB_PASSWORD: x}}\n"
SECRETS: dict[str, tuple[str, dict[str, Any], list[Told]]] = {
    "none": ("ARG A=1\nENV B=2\n", {}, []),
    "arg": ("ARG NPM_TOKEN\n", {}, [("fail", "arg", "Dockerfile", 2)]),
    "env": ("ENV A=1 API_KEY=x\n", {}, [("fail", "env", "Dockerfile", 2)]),
    "env_of_an_arg_is_told_once": ("ARG API_KEY\nENV API_KEY=$API_KEY\n", {}, [("fail", "arg", "Dockerfile", 2)]),
    "a_path": ("ENV GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/key.json\n", {}, []),
    "yes_or_no": ("ENV TOKEN_REFRESH=true\n", {}, []),
    "empty_env": ("ENV API_KEY=\n", {}, []),
    "build_arg": ("", {"compose": WITH_PASSWORD}, [("fail", "build_arg", "compose.yaml", 3)]),
    "no_compose": ("", NO_COMPOSE, [("skip", "no_compose", "", 0)]),
}


@pytest.mark.parametrize(("stage", "more", "expected"), SECRETS.values(), ids=SECRETS)
def test_secrets(stage: str, more: dict[str, Any], expected: list[Told]) -> None:
    assert judged(secrets.judge, {"Dockerfile": f"FROM node:24\n{stage}"}, **more) == expected


def test_secret_to_paste_is_a_mount_and_no_other_secret_is_repeated() -> None:
    dockerfile = 'FROM node:24\nENV A="a b" API_KEY=planted DB_PASSWORD=planted\nRUN npm ci --key=$API_KEY\n'
    given = 'RUN --mount=type=secret,id=api_key export API_KEY="$(cat /run/secrets/api_key)" && npm ci --key=$API_KEY'
    assert pasted(secrets.judge(read_of({"Dockerfile": dockerfile}))) == [
        ("replace", 2, 2, ('ENV A="a b"',)),
        ("replace", 3, 0, (given,)),
        ("replace", 2, 2, ('ENV A="a b"',)),
    ]


MOUNT = "--mount=type=secret,id=npm_token"
EXPORT = 'export NPM_TOKEN="$(cat /run/secrets/npm_token)"'
USERS: dict[str, tuple[str, dict[str, str], list[str]]] = {  # first lines of the RUNs to paste
    "each_that_names_it": ("RUN a $NPM_TOKEN\nRUN b\nRUN c $NPM_TOKEN\n", {}, [f"RUN {MOUNT} {EXPORT} && {a} $NPM_TOKEN" for a in "ac"]),
    "of_another_user": ("USER node\nRUN a $NPM_TOKEN\n", {}, [f"RUN {MOUNT},mode=0444 {EXPORT} && a $NPM_TOKEN"]),
    "behind_other_flags": (
        "RUN --mount=type=cache,target=/c a $NPM_TOKEN\n",
        {},
        [f"RUN --mount=type=cache,target=/c {MOUNT} {EXPORT} && a $NPM_TOKEN"],
    ),
    "with_flags_on_several_lines": (
        "RUN --mount=type=cache,target=/c \\\n  --mount=type=cache,target=/d \\\n  a $NPM_TOKEN\n",
        {},
        [f"RUN {MOUNT},env=NPM_TOKEN --mount=type=cache,target=/c \\"],
    ),
    "of_several_lines": ("RUN \\\n  a $NPM_TOKEN\n", {}, [f"RUN {MOUNT} {EXPORT} && \\"]),
    "a_here_document": ("RUN <<EOF\na $NPM_TOKEN\nEOF\n", {}, [f"RUN {MOUNT},env=NPM_TOKEN <<EOF"]),
    "exec_form": ('RUN ["a", "NPM_TOKEN"]\n', {}, [f'RUN {MOUNT},env=NPM_TOKEN ["a", "NPM_TOKEN"]']),
    "by_npmrc": ("RUN npm ci\n", {".npmrc": "//npm.corp.com/:_authToken=${NPM_TOKEN}\n"}, [f"RUN {MOUNT} {EXPORT} && npm ci"]),
    "nobody": ("RUN npm ci\n", {}, []),
}


@pytest.mark.parametrize(("stage", "files", "expected"), USERS.values(), ids=USERS)
def test_secret_is_given_to_each_run_that_uses_it(stage: str, files: dict[str, str], expected: list[str]) -> None:
    (finding,) = secrets.judge(read_of({"Dockerfile": f"FROM node:24\nARG NPM_TOKEN\n{stage}", **files}))
    assert [line for one in finding.remedies[1:] for line in one.lines] == expected


BESIDE_OTHERS = """\
services:
  shop:
    build:
      context: .
      secrets:
        - a
      args:
        - B=1
        - NPM_TOKEN=planted
secrets:
  a: {environment: A}
"""
KNOWN = """\
services:
  shop:
    build:
      context: .
      secrets: [a]
      args: {NPM_TOKEN: planted}
secrets:
  npm_token: {environment: A}
"""
BUILD_SECRETS: dict[str, tuple[str, list[tuple[str, int, int, tuple[str, ...]]]]] = {
    "beside_other_args_and_secrets": (
        BESIDE_OTHERS,
        [
            ("remove", 9, 0, ()),
            ("after", 5, 0, ("        - npm_token",)),
            ("after", 10, 0, ("  npm_token:", "    environment: NPM_TOKEN")),
        ],
    ),
    "known_already": (
        KNOWN,
        [("remove", 6, 6, ()), ("replace", 5, 0, ("      secrets: [npm_token, a]",))],
    ),
    "all_in_one_line": ("services:\n  shop:\n    build: {context: ., args: {NPM_TOKEN: planted}}\n", []),
}


@pytest.mark.parametrize(("compose", "expected"), BUILD_SECRETS.values(), ids=BUILD_SECRETS)
def test_build_arg_to_paste_fits_what_is_there(compose: str, expected: list[tuple[str, int, int, tuple[str, ...]]]) -> None:
    assert pasted(secrets.judge(read_of({"Dockerfile": "FROM node:24\n"}, compose=compose))) == expected


def test_build_arg_to_paste_is_a_secret_of_the_environment() -> None:
    compose = "services:\n  shop:\n    build:\n      context: .\n      args:\n        NPM_TOKEN: planted\n"
    assert pasted(secrets.judge(read_of({"Dockerfile": "FROM node:24\n"}, compose=compose))) == [
        ("remove", 5, 6, ()),
        ("after", 4, 0, ("      secrets: [npm_token]",)),
        ("after", 6, 0, ("secrets:", "  npm_token:", "    environment: NPM_TOKEN")),
    ]
