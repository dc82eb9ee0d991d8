"""What RUN, CMD and HEALTHCHECK run, as words; and what the words mean to a Node project. Pure."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hubyard.doctor.dockerfile import Instruction
from hubyard.engine.base_references import FLAG

ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
ENDS_A_COMMAND: Final = re.compile(r"[;&|()\n]+")
GO_BEFORE: Final = frozenset({"exec", "env", "cross-env", "sudo", "time", "command", "npx", "dotenv", "--", "then", "do", "if", "!", "{"})
"""Words in front of the program that is meant."""

INSTALLS: Final = {
    "npm": frozenset({"ci", "install", "i", "clean-install", "install-clean"}),
    "yarn": frozenset({"", "install"}),
    "pnpm": frozenset({"install", "i"}),
}


@dataclass(frozen=True, kw_only=True)
class Command:
    """One program with its arguments, and the variables that are set in front of it."""

    words: tuple[str, ...]
    env: Mapping[str, str]

    @property
    def program(self) -> str:
        """Without its folder: `next` of `./node_modules/.bin/next`."""
        return self.words[0].rpartition("/")[2] if self.words else ""


def flags_of(value: str) -> tuple[list[tuple[str, str]], str]:
    """`--mount=…` and the like in front, and what is behind them."""
    found = []
    while flag := FLAG.match(value):
        found.append((flag[1], flag[2] or ""))
        value = value[flag.end() :]
    return found, value


def cache_targets(run: Instruction) -> tuple[str, ...]:
    """Of its cache mounts."""
    mounts = [dict(part.partition("=")[::2] for part in value.split(",")) for flag, value in flags_of(run.value)[0] if flag == "mount"]
    found = [mount for mount in mounts if mount.get("type") == "cache"]
    return tuple(mount.get("target") or mount.get("dst") or mount.get("destination") or "" for mount in found)


def commands_of(run: Instruction) -> tuple[Command, ...]:
    return commands_in(f"{flags_of(run.value)[1]}\n{run.body}")


def commands_in(text: str) -> tuple[Command, ...]:
    """Of a shell's text, or of a JSON list as Docker's exec form has it."""
    words = exec_form(text)
    if words is not None:
        return (_command(words),)
    groups: list[list[str]] = [[]]
    for word in _shell_words(text):
        if ENDS_A_COMMAND.fullmatch(word):
            groups.append([])
        else:
            groups[-1].append(word)
    return tuple(command for group in groups if (command := _command(group)).words or command.env)


def exec_form(text: str) -> list[str] | None:
    """None where it is a shell's text."""
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return [str(word) for word in document] if isinstance(document, list) else None


def _shell_words(text: str) -> list[str]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";&|()\n")
    lexer.whitespace, lexer.whitespace_split, lexer.commenters = " \t\r", True, ""
    try:
        return list(lexer)
    except ValueError:  # a quote that is never closed: what a shell makes of it is not known either
        return text.split()


def _command(words: Sequence[str]) -> Command:
    env: dict[str, str] = {}
    rest = list(words)
    while rest and (ASSIGNMENT.fullmatch(rest[0]) or rest[0] in GO_BEFORE):
        name, equals, value = rest.pop(0).partition("=")
        if equals:
            env[name] = value
    if rest and rest[0] == "export":
        env |= dict(word.partition("=")[::2] for word in rest[1:] if ASSIGNMENT.fullmatch(word))
    return Command(words=tuple(rest), env=env)


def installs(command: Command) -> str:
    """The package manager that installs a project's packages here; "" for any other command."""
    verb = next((word for word in command.words[1:] if not word.startswith("-")), "")
    everywhere = {"-g", "--global"} & set(command.words)
    return command.program if verb in INSTALLS.get(command.program, ()) and not everywhere else ""


def script_of(command: Command) -> str:
    """Name of the package.json script that is run; "" for any other command."""
    words = [word for word in command.words[1:] if not word.startswith("-")]
    if command.program in {"npm", "pnpm", "yarn", "bun"} and words[:1] in (["run"], ["run-script"]):
        return words[1] if len(words) > 1 else ""
    return words[0] if command.program in {"yarn", "pnpm"} and words and words[0].startswith("build") else ""


def builds_next(command: Command, scripts: Mapping[str, str]) -> bool:
    """`next build`, or a script that runs it."""
    if command.program == "next" or (command.program == "node" and any(word.endswith("/next") for word in command.words)):
        return "build" in command.words
    return any(builds_next(inner, {}) for inner in commands_in(scripts.get(script_of(command), "")))


def builds(command: Command, scripts: Mapping[str, str]) -> bool:
    """A project's build by Node, whatever the framework."""
    return script_of(command).startswith("build") or builds_next(command, scripts)
