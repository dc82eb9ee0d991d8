"""What RUN, CMD and HEALTHCHECK run, as words; and what the words mean to a Node project. Pure."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hubyard.doctor.dockerfile import Instruction
from hubyard.engine.base_references import FLAG

ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
ENDS_A_COMMAND: Final = re.compile(r"[;&|()\n]+")
COMMENT: Final = re.compile(r"(?m)^\s*#.*$")
GO_BEFORE: Final = frozenset(
    "exec env cross-env sudo time command npx bunx dotenv -- then do if elif else while until ! {".split()  # noqa: SIM905
)
"""Words in front of the program that is meant."""

INSTALLS: Final = {
    "npm": frozenset({"ci", "install", "i", "clean-install", "install-clean"}),
    "yarn": frozenset({"", "install"}),
    "pnpm": frozenset({"install", "i", "fetch"}),
    "bun": frozenset({"install", "i"}),
}
ONLY_TELL: Final = frozenset({"-v", "--version", "-h", "--help"})
TAKE_A_VALUE: Final = frozenset({"--filter", "-F", "--workspace", "-w", "--dir", "-C", "--prefix", "--cwd"})
"""Flags of package managers that say where."""
SHELLS: Final = frozenset({"sh", "bash", "ash", "dash"})
TAKES_A_TEXT: Final = re.compile(r"-[a-z]*c")
BUILDERS: Final = frozenset({"next", "turbo", "nx", "vite", "nest", "nuxt", "astro", "ng"})
"""Programs with a `build` of their own."""


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


def words_of(copy: Instruction) -> list[str]:
    """Of a COPY or an ADD: what is copied, and last where to."""
    rest = flags_of(copy.value)[1]
    return exec_form(rest) or rest.split()


def commands_of(run: Instruction) -> tuple[Command, ...]:
    body = COMMENT.sub("", run.body).replace("\\\n", " ")
    return commands_in(f"{flags_of(run.value)[1]}\n{body}")


def commands_in(text: str) -> tuple[Command, ...]:
    """Of a shell's text, or of a JSON list as Docker's exec form has it; with what a shell among them is given by `-c`."""
    return tuple(inner for command in _outer_commands(text) for inner in (command, *_given_to_shell(command)))


def _given_to_shell(command: Command) -> tuple[Command, ...]:
    at = next((place for place, word in enumerate(command.words) if TAKES_A_TEXT.fullmatch(word)), 0)
    return commands_in(" ".join(command.words[at + 1 : at + 2])) if at and command.program in SHELLS else ()


def _outer_commands(text: str) -> tuple[Command, ...]:
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
        if "\n" in text:
            return [word for line in text.splitlines() for word in (*_shell_words(line), "\n")]
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
    verb = next(iter(_asked(command)), "")
    other = ({"-g", "--global"} | ONLY_TELL) & set(command.words)
    return command.program if verb in INSTALLS.get(command.program, ()) and not other else ""


def _asked(command: Command) -> list[str]:
    """Its arguments without flags."""
    around = zip(command.words, command.words[1:], strict=False)
    return [word for before, word in around if not word.startswith("-") and before not in TAKE_A_VALUE]


def script_of(command: Command) -> str:
    """Name of the package.json script that is run; "" for any other command."""
    words = _asked(command)
    if command.program == "yarn" and words[:1] == ["workspace"]:
        words = words[2:]
    if command.program in {"npm", "pnpm", "yarn", "bun"} and words[:1] in (["run"], ["run-script"]):
        return words[1] if len(words) > 1 else ""
    return words[0] if command.program in {"yarn", "pnpm"} and words and words[0].startswith("build") else ""


def reached(command: Command, scripts: Mapping[str, str], *, seen: frozenset[str] = frozenset()) -> Iterator[Command]:
    """It, and all that the scripts of package.json run because of it."""
    yield command
    name = script_of(command)
    if name and name not in seen:
        texts = (scripts.get(f"{when}{name}", "") for when in ("pre", "", "post"))
        inner = (one for text in texts for one in commands_in(text))
        yield from (deeper for one in inner for deeper in reached(one, scripts, seen=seen | {name}))


def builds_next(command: Command, scripts: Mapping[str, str]) -> bool:
    """`next build`, or a script that runs it."""
    return any(_builder_of(one) == "next" for one in reached(command, scripts))


def builds(command: Command, scripts: Mapping[str, str]) -> bool:
    """A project's build by Node, whatever the framework."""
    return script_of(command).startswith("build") or any(_builder_of(one) for one in reached(command, scripts))


def _builder_of(command: Command) -> str:
    """Whatever stands in front of the builder: `npx --yes`, `pnpm exec`, `dotenv -e .env --`, `node node_modules/.bin/`."""
    names = [word.rpartition("/")[2] for word in command.words]
    at = next((place for place, name in enumerate(names) if name in BUILDERS), len(names))
    asked = [name for name in names[at + 1 :] if not name.startswith("-") and name != "run"]
    return names[at] if asked[:1] == ["build"] and command.program not in {"echo", "printf"} else ""
