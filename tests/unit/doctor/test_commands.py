"""What a RUN runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubyard.doctor.commands import Command, builds, builds_next, cache_targets, commands_in, commands_of, installs
from hubyard.doctor.dockerfile import Instruction

SCRIPTS = {
    "build": "NODE_ENV=production next build --webpack",
    "build:css": "tailwind",
    "release": "npm run build",
    "around": "npm run around",
}
COMMANDS = {
    "one": ("npm ci", [("npm", "ci")]),
    "several": ("mkdir -p a && npm run build; echo 'x && y'", [("mkdir", "-p", "a"), ("npm", "run", "build"), ("echo", "x && y")]),
    "variables_in_front": ("A=1 npx next build", [("next", "build")]),
    "exec_form": ('["npm", "ci"]', [("npm", "ci")]),
    "lines": ("npm ci\nnext build", [("npm", "ci"), ("next", "build")]),
    "a_quote_that_is_left_open": ("echo 'a && npm ci", [("echo", "'a"), ("npm", "ci")]),
    "a_quote_that_is_left_open_in_one_line": ("echo it's\nnpm ci", [("echo", "it's"), ("npm", "ci")]),
    "branches": (
        "if [ -f a ]; then yarn; elif [ -f b ]; then npm ci; else npm i; fi",
        [("[", "-f", "a", "]"), ("yarn",), ("[", "-f", "b", "]"), ("npm", "ci"), ("npm", "i"), ("fi",)],
    ),
    "given_to_a_shell": ("bash -ec 'a && b c'", [("bash", "-ec", "a && b c"), ("a",), ("b", "c")]),
    "given_to_a_shell_in_exec_form": ('["sh", "-c", "a || b"]', [("sh", "-c", "a || b"), ("a",), ("b",)]),
    "nothing": ("  ", []),
}


@pytest.mark.parametrize(("text", "expected"), COMMANDS.values(), ids=COMMANDS)
def test_commands_in(text: str, expected: list[tuple[str, ...]]) -> None:
    assert [command.words for command in commands_in(text)] == expected


def command(text: str) -> Command:
    return commands_in(text)[0]


INSTALLS = {
    "npm ci --no-audit": "npm",
    "npm install": "npm",
    "npm install -g pnpm": "",
    "npm config set fetch-timeout 1": "",
    "yarn": "yarn",
    "yarn build": "",
    "yarn --version": "",
    "pnpm i": "pnpm",
    "pnpm fetch": "pnpm",
    "pnpm --filter web install": "pnpm",
    "bun install --frozen-lockfile": "bun",
    "pip install x": "",
}


@pytest.mark.parametrize(("text", "manager"), INSTALLS.items(), ids=INSTALLS)
def test_installs(text: str, manager: str) -> None:
    assert installs(command(text)) == manager


BUILDS = {  # any build, Next's
    "npm run build": (True, True),
    "npm run build:css": (True, False),
    "yarn build": (True, True),
    "next build": (True, True),
    "./node_modules/.bin/next build": (True, True),
    "node node_modules/next/dist/bin/next build": (True, True),
    "npx --yes next build": (True, True),
    "pnpm exec next build": (True, True),
    "dotenv -e .env -- next build": (True, True),
    "npm run release": (True, True),
    "npm run around": (False, False),
    "pnpm --filter web build": (True, True),
    "npm -w web run build": (True, True),
    "yarn workspace web build:css": (True, False),
    "npx turbo run build --filter=web": (True, False),
    "echo next build": (False, False),
    "next start": (False, False),
    "npm test": (False, False),
}


@pytest.mark.parametrize(("text", "expected"), BUILDS.items(), ids=BUILDS)
def test_builds(text: str, expected: tuple[bool, bool]) -> None:
    assert (builds(command(text), SCRIPTS), builds_next(command(text), SCRIPTS)) == expected


def test_mounts_stand_in_front_of_the_command() -> None:
    run = Instruction(name="RUN", value="--mount=type=cache,id=a,target=/b --mount=type=bind,target=/c npm ci", line=1, last=1)
    assert (cache_targets(run), [one.words for one in commands_of(run)]) == (("/b",), [("npm", "ci")])


def test_here_document_s_comments_and_continued_lines_are_no_words() -> None:
    run = Instruction(name="RUN", value="", line=1, last=5, body="# don't\napt-get install -y \\\n  curl\nnpm ci")
    assert [one.words for one in commands_of(run)] == [("apt-get", "install", "-y", "curl"), ("npm", "ci")]


@given(st.text(alphabet="a='\"&|;()\n\\$[]{} "))
def test_any_text_can_be_split(text: str) -> None:
    commands_in(text)
