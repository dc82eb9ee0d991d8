"""Variables that a Dockerfile sets. Pure."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hubyard.doctor.dockerfile import Dockerfile, Instruction, Stage


@dataclass(frozen=True, kw_only=True)
class Variable:
    name: str
    value: str
    by: Instruction


def variables_of(instruction: Instruction) -> tuple[Variable, ...]:
    """Of an ENV (`A=1 B=2`, or `A 1` as it once was) or an ARG (`A`, `A=1`)."""
    try:
        words = shlex.split(instruction.value)
    except ValueError:
        words = instruction.value.split()
    if instruction.name == "ENV" and words and "=" not in words[0]:
        return (Variable(name=words[0], value=" ".join(words[1:]), by=instruction),)
    pairs = (word.partition("=") for word in words)
    return tuple(Variable(name=name, value=value, by=instruction) for name, _, value in pairs)


def set_by(instructions: Iterable[Instruction], *, args: Mapping[str, str]) -> dict[str, Variable]:
    """What a RUN behind these instructions finds: ENV goes before ARG, and `args` are what is given for ARGs."""
    found: dict[str, Variable] = {}
    by_env: set[str] = set()
    for instruction in instructions:
        if instruction.name == "ENV":
            new = {one.name: one for one in variables_of(instruction)}
            found |= new
            by_env |= set(new)
        elif instruction.name == "ARG":
            declared = [one for one in variables_of(instruction) if one.name not in by_env]
            found |= {one.name: Variable(name=one.name, value=args.get(one.name, one.value), by=instruction) for one in declared}
    return found


def environment_at(dockerfile: Dockerfile, stage: Stage, *, line: int, args: Mapping[str, str]) -> dict[str, Variable]:
    """What a RUN at `line` of the stage finds. ARGs of the stages that it is made FROM are not handed on."""
    own = {one.line for one in stage.instructions}
    inherited = [one for one in dockerfile.inherited(stage, until=line) if one.name == "ENV" or one.line in own]
    return set_by(inherited, args=args)
