"""Which images a Dockerfile builds on: what must be there, or be replaced, before a build can begin without a registry."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

HEREDOC = re.compile(r"(?<!\S)\d*<<-?(['\"]?)(\w+)\1(?!\S)")
"""A word by itself, as BuildKit takes it: neither a shell's `<<<` nor a shift (`1 << 2`) opens one."""
VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::?([-+])([^{}]*))?\})")
FLAG = re.compile(r"--([\w-]+)(?:=(\S+))?(?:\s+|$)")
"""`--link` has no value."""
ONLY_BUILDKIT_KNOWS = frozenset(f"{side}{what}" for side in ("TARGET", "BUILD") for what in ("PLATFORM", "OS", "ARCH", "VARIANT"))
"""Source: https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope."""
NO_IMAGE = "scratch"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`base` is "" where it cannot be told; `sources` are what COPY --from and RUN --mount from= name: a stage, its number, or an image."""

    name: str
    base: str
    sources: tuple[str, ...]


def base_references(dockerfile_text: str, *, args: Mapping[str, str], target: str | None) -> tuple[str, ...]:
    """Images outside the Dockerfile that `target` (its last stage if None or unknown) needs, in order; other stages do not count.

    What a build arg without a value leaves empty is left out: BuildKit says so better than we could.
    """
    stages = read_stages(dockerfile_text, args=args)
    if not stages:
        return ()
    found: dict[str, None] = {}
    waiting, seen = [_find(target or "", stages, before=len(stages), otherwise=len(stages) - 1)], set[int]()
    while waiting:
        number = waiting.pop(0)
        if number in seen:
            continue
        seen.add(number)
        for reference in (stages[number].base, *stages[number].sources):
            inner = _find(reference, stages, before=number, otherwise=-1)
            if inner >= 0:
                waiting.append(inner)
            elif reference and reference != NO_IMAGE:
                found[reference] = None
    return tuple(found)


def read_stages(text: str, *, args: Mapping[str, str]) -> list[Stage]:
    """All stages, with `args` and the defaults of the ARGs before the first FROM put in."""
    known: dict[str, str] = {}
    stages: list[Stage] = []
    for instruction, value in _instructions(text):
        if instruction == "ARG" and not stages:
            for name, default in _declared(value):
                known[name] = args.get(name, expand(default, known))
        elif instruction == "FROM":
            words = FLAG.sub("", value).split()
            name = words[2].lower() if len(words) == 3 and words[1].lower() == "as" else ""  # noqa: PLR2004  FROM image AS name
            stages.append(Stage(name=name, base=_image(words[0], known) if words else "", sources=()))
        elif stages and instruction in {"COPY", "RUN"}:
            last = stages[-1]
            stages[-1] = Stage(name=last.name, base=last.base, sources=(*last.sources, *_sources(instruction, value, known)))
    return stages


def _declared(value: str) -> Iterator[tuple[str, str]]:
    """Of an ARG, which may have several."""
    try:
        words = shlex.split(value)
    except ValueError:
        words = value.split()
    for word in words:
        name, _, default = word.partition("=")
        yield name, default


def _image(word: str, known: Mapping[str, str]) -> str:
    """Empty where a part of it hangs on the platform, or is missing at its end: an ARG without a value."""
    image = expand(_unquoted(word), known)
    names = {found[1] or found[2] for found in VARIABLE.finditer(word)} - set(known)
    return "" if names & ONLY_BUILDKIT_KNOWS or image.endswith((":", "@", "-")) else image


def expand(text: str, known: Mapping[str, str]) -> str:
    """`$A`, `${A}`, `${A:-default}` and `${A:+other}`, as the Dockerfile's FROM has them."""

    def value_of(found: re.Match[str]) -> str:
        value = known.get(found[1] or found[2], "")
        if found[3] == "-":
            return value or found[4]
        return (found[4] if value else "") if found[3] == "+" else value

    return VARIABLE.sub(value_of, text)


def _instructions(text: str) -> Iterator[tuple[str, str]]:
    from dockerfile_parse import DockerfileParser  # noqa: PLC0415  only where a Dockerfile is read

    for found in DockerfileParser(fileobj=StringIO(without_heredocs(text.removeprefix("\ufeff")))).structure:
        yield found["instruction"].upper(), found["value"]


def without_heredocs(text: str) -> str:
    """The parser knows no here-documents, and would take an SQL script's FROM for a stage."""
    kept: list[str] = []
    awaited: list[str] = []
    goes_on = False
    for line in text.splitlines():
        if awaited:
            if line.strip() == awaited[0]:
                awaited.pop(0)
            continue
        kept.append(line)
        if not line.strip() or line.lstrip().startswith("#"):  # in the midst of an instruction, too
            continue
        takes = goes_on or re.match(r"\s*(RUN|COPY|ADD)\b", line, re.IGNORECASE) is not None
        awaited = [word for _, word in HEREDOC.findall(line)] if takes else []
        goes_on = takes and line.rstrip().endswith("\\")
    return "\n".join(kept) + "\n"


def _sources(instruction: str, value: str, known: Mapping[str, str]) -> tuple[str, ...]:
    named = []
    while flag := FLAG.match(value):
        value = value[flag.end() :]
        if flag[1] == "from" and flag[2] and instruction == "COPY":
            named.append(flag[2])
        elif flag[1] == "mount":
            named += [part.removeprefix("from=") for part in (flag[2] or "").split(",") if part.startswith("from=")]
    return tuple(expand(_unquoted(name), known) for name in named)


def _find(reference: str, stages: list[Stage], *, before: int, otherwise: int) -> int:
    """The nearest earlier stage of that name or number."""
    if reference.isdecimal() and int(reference) < before:
        return int(reference)
    for number in range(before - 1, -1, -1):
        if stages[number].name and stages[number].name == reference.lower():
            return number
    return otherwise


def _unquoted(text: str) -> str:
    return text.strip().strip("\"'")
