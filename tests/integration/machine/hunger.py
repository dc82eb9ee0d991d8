"""Toy hubs whose build takes as much memory as they are told, and holds it."""

from typing import Final

from tests.integration.machine.toy import Edit

EATER: Final = """\
// Takes MEGABYTES and keeps them for SECONDS, then ends well. Every page is written to: it is not only promised.
const [megabytes, seconds] = process.argv.slice(2).map(Number);
const held = [];
for (let taken = 0; taken < megabytes; taken += 16) held.push(Buffer.alloc(16e6, 1));
console.log(`holds ${megabytes} MB`);
setTimeout(() => held.length, seconds * 1000);
"""


def hungry(megabytes: int, *, seconds: float = 3, survives: bool = False) -> tuple[Edit, ...]:
    """The amount is in a file of the context: another one is a warm build. `survives`: the step goes on when its child is killed."""
    calmly = " || echo went on" if survives else ""
    return (
        Edit(file="Dockerfile", old="# TROUBLE", new=f"COPY eater.js appetite ./\nRUN node eater.js $(cat appetite){calmly}"),
        Edit(file="eater.js", new=EATER),
        Edit(file="appetite", new=f"{megabytes} {seconds}\n"),
    )


def expects(megabytes: int) -> Edit:
    """The hint in hub.toml."""
    return Edit(file="hub.toml", old='build = "64 MB"', new=f'build = "{megabytes} MB"')
