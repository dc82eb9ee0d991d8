"""A Dockerfile with its stages, what each inherits, and the lines where things stand. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from posixpath import join, normpath
from typing import Final

from hubyard.config.masking import MASK, mask_credentials
from hubyard.doctor.values import Place
from hubyard.engine.base_references import HEREDOC, read_stages

ASSIGNED_SECRET: Final = re.compile(r"(?i)(\b\w*(?:token|secret|passw(?:or)?d|credential|api_?key)\w*=[\"']?)(?![$\"'])[^\s\"']+")
"""A literal value; one that is read from elsewhere (`=$…`) is none."""
TAKES_HEREDOCS: Final = re.compile(r"\s*(RUN|COPY|ADD)\b", re.IGNORECASE)
ESCAPE: Final = re.compile(r"(?:\s*#[^\n]*\n)*?\s*#\s*escape\s*=\s*(\S)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Instruction:
    """From `line` to `last`, from 1. `value` has its continued lines joined; `body` is its here-documents' text."""

    name: str
    value: str
    line: int
    last: int
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`base` has build args put in, "" where one has no value; `line` is its FROM's."""

    number: int
    name: str
    base: str
    sources: tuple[str, ...]
    line: int
    instructions: tuple[Instruction, ...]

    def named(self, *names: str) -> tuple[Instruction, ...]:
        return tuple(one for one in self.instructions if one.name in names)


@dataclass(frozen=True, kw_only=True)
class Dockerfile:
    """`stages` in order; there is at least one."""

    file: Path
    lines: tuple[str, ...]
    stages: tuple[Stage, ...]
    target: Stage
    arguments: tuple[Instruction, ...] = ()
    """ARGs before the first FROM."""
    escape: str = "\\"
    """What goes on in the next line."""

    def at(self, place: Instruction | Stage) -> Place:
        return Place(file=self.file, line=place.line)

    def text_at(self, place: Instruction | Stage) -> str:
        """The first line of it, as it is written but for what could be a secret."""
        return mask_credentials(ASSIGNED_SECRET.sub(rf"\g<1>{MASK}", self.lines[place.line - 1]))

    def lineage(self, stage: Stage) -> tuple[Stage, ...]:
        """The stage, the one it is made FROM, and so on."""
        found: list[Stage] = []
        one: Stage | None = stage
        while one is not None:
            found.append(one)
            one = self.stage_named(one.base, before=one.number)
        return tuple(found)

    def image_under(self, stage: Stage) -> str:
        """The image outside this file that a stage stands on."""
        return self.lineage(stage)[-1].base

    def inherited(self, stage: Stage, *, until: int | None = None) -> tuple[Instruction, ...]:
        """All that made the stage, the oldest first; of its own only what stands above line `until`."""
        older = [one for forebear in reversed(self.lineage(stage)[1:]) for one in forebear.instructions]
        return (*older, *(one for one in stage.instructions if until is None or one.line < until))

    def folder_at(self, stage: Stage, place: Instruction | None) -> str:
        """WORKDIR at one of the instructions that made the stage; None: at its end."""
        folder = "/"
        for one in self.inherited(stage):
            if one is place:
                break
            if one.name == "WORKDIR":
                folder = normpath(join(folder, one.value.strip().strip("\"'")))
        return folder

    def user_at(self, stage: Stage, run: Instruction) -> str:
        """As it is written, without its group; "root" where it is, or nothing is said."""
        users = [one.value.split(":")[0].strip() for one in self.inherited(stage, until=run.line) if one.name == "USER"]
        return users[-1] if users and users[-1] != "0" else "root"

    @cached_property
    def needed(self) -> tuple[Stage, ...]:
        """Stages without which the target is not built, in their order."""
        waiting, seen = [self.target], dict[int, Stage]()
        while waiting:
            stage = waiting.pop()
            if stage.number not in seen:
                seen[stage.number] = stage
                inner = (self.stage_named(name, before=stage.number) for name in (stage.base, *stage.sources))
                waiting += [one for one in inner if one is not None]
        return tuple(seen[number] for number in sorted(seen))

    def stage_named(self, name: str, *, before: int) -> Stage | None:
        """The nearest earlier stage of that name or number."""
        if name.isdecimal() and int(name) < before:
            return self.stages[int(name)]
        return next((one for one in reversed(self.stages[:before]) if one.name and one.name == name.lower()), None)


def parse_dockerfile(text: str, *, file: Path, args: Mapping[str, str], target: str | None) -> Dockerfile | None:
    """None for one without a FROM."""
    text = text.removeprefix("\ufeff")
    plain, bodies = _without_bodies(text)
    found = list(_instructions(plain, bodies))
    starts = [place for place, one in enumerate(found) if one.name == "FROM"]
    named = read_stages(plain, args=args)
    if not starts or len(named) != len(starts):
        return None
    stages = tuple(
        Stage(
            number=number,
            name=stage.name,
            base=stage.base,
            sources=stage.sources,
            line=found[start].line,
            instructions=tuple(found[start + 1 : end]),
        )
        for number, (stage, start, end) in enumerate(zip(named, starts, [*starts[1:], len(found)], strict=True))
    )
    return Dockerfile(
        file=file,
        lines=tuple(text.splitlines()),
        stages=stages,
        target=next((one for one in reversed(stages) if target and one.name == target.lower()), stages[-1]),
        arguments=tuple(found[: starts[0]]),
        escape=_escape_of(text),
    )


def _instructions(text: str, bodies: Mapping[int, list[str]]) -> Iterator[Instruction]:
    from dockerfile_parse import DockerfileParser  # noqa: PLC0415  15 ms, only where a Dockerfile is read

    for found in DockerfileParser(fileobj=StringIO(text)).structure:
        if found["instruction"] != "COMMENT":
            first, last = found["startline"] + 1, found["endline"] + 1
            body = bodies.get(last, [])
            yield Instruction(
                name=found["instruction"].upper(),
                value=found["value"],
                line=first,
                last=last + len(body) + bool(body),
                body="\n".join(body),
            )


def _escape_of(text: str) -> str:
    directive = ESCAPE.match(text)
    return directive[1] if directive else "\\"


def _without_bodies(text: str) -> tuple[str, Mapping[int, list[str]]]:
    """The parser knows no here-documents: their lines are left empty, so that all others keep their numbers.

    Nor does it go on behind an empty line in the midst of an instruction, as BuildKit does: that becomes a comment.

    With the bodies, by the number of the line that opens them; of several the lines that end all but the last are among them.
    """
    kept: list[str] = []
    bodies: dict[int, list[str]] = {}
    awaited: list[str] = []
    opened, takes, goes_on = 0, False, False
    escape = _escape_of(text)
    for number, line in enumerate(text.splitlines(), start=1):
        if awaited:
            kept.append("")
            if line.strip() == awaited[0]:
                awaited.pop(0)
            if awaited:
                bodies.setdefault(opened, []).append(line)
            continue
        if goes_on and (not line.strip() or line.lstrip().startswith("#")):
            kept.append(line if line.strip() else "#")
            continue
        takes = takes if goes_on else TAKES_HEREDOCS.match(line) is not None
        awaited = [word for _, word in HEREDOC.findall(line)] if takes else []
        opened = number
        kept.append(HEREDOC.sub("", line) if awaited else line)
        goes_on = line.rstrip().endswith(escape) and not line.lstrip().startswith("#")
    return "\n".join(kept) + "\n", bodies
