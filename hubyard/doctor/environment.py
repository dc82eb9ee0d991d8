"""Variables that a Dockerfile sets. Pure."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hubyard.doctor.dockerfile import Dockerfile, Instruction, Stage
from hubyard.engine.base_references import expand


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


def set_by(instructions: Iterable[Instruction], *, args: Mapping[str, str], defaults: Mapping[str, str]) -> dict[str, Variable]:
    """What a RUN behind these instructions finds, with what values take from others put in: ENV goes before ARG.

    args: what is given for ARGs
    defaults: of the ARGs before the first FROM, which one of a stage takes over where it has no value of its own
    """
    found: dict[str, Variable] = {}
    for instruction in instructions:
        known = {name: one.value for name, one in found.items()}
        new = [replace(one, value=expand(one.value, known)) for one in variables_of(instruction)]
        if instruction.name == "ENV":
            found |= {one.name: one for one in new}
        elif instruction.name == "ARG":
            free = [one for one in new if one.name not in found or found[one.name].by.name != "ENV"]
            found |= {one.name: replace(one, value=args.get(one.name, one.value or defaults.get(one.name, ""))) for one in free}
    return found


def environment_at(dockerfile: Dockerfile, stage: Stage, *, line: int, args: Mapping[str, str]) -> dict[str, Variable]:
    """What a RUN at `line` of the stage finds. ARGs of the stages that it is made FROM are not handed on."""
    own = {one.line for one in stage.instructions}
    inherited = [one for one in dockerfile.inherited(stage, until=line) if one.name == "ENV" or one.line in own]
    above = set_by(dockerfile.arguments, args=args, defaults={})
    return set_by(inherited, args=args, defaults={name: one.value for name, one in above.items()})
