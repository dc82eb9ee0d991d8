"""The engine's build cache: told before it fills the disk, kept under its bound, and nothing of other projects' goes with it."""

from typing import Final

from tests.integration.machine.base_images import base_node
from tests.integration.machine.toy import Edit
from tests.integration.machine.yard import ToyYard

MB: Final = 1000**2
ROUNDS: Final = 3
ROUND_MB: Final = 20
WASTE: Final = Edit(file="Dockerfile", old="# TROUBLE", new=f"ARG ROUND=0\nRUN : $ROUND && head -c {ROUND_MB}000000 /dev/urandom >/waste")
"""Each value of ROUND leaves as much in the cache."""
FILL: Final = f"for round in $(seq {ROUNDS}); do docker buildx build --quiet --build-arg=ROUND=$round --output=type=cacheonly .; done"
THEIRS: Final = f"FROM node:24-slim\nRUN head -c {2 * ROUND_MB}000000 /dev/urandom >/theirs\n"
OTHERS: Final = f"docker buildx build --progress=plain --load --tag=theirs:1 - 2>&1 <<'END'\n{THEIRS}END\n"
"""Older than the waste: an engine that takes it away first, which frees nothing, thinks that it has done enough."""


def cache_bytes(yard: ToyYard) -> int:
    """What the engine itself counts, rounded by a thousandth."""
    rows = yard.machine.must("docker", "system", "df", "--format={{.Type}}={{.Size}}").splitlines()
    (said,) = (row.partition("=")[2] for row in rows if row.startswith("Build Cache="))
    units = {"kB": 1000, "MB": MB, "GB": 1000 * MB, "B": 1}
    unit = next(unit for unit in units if said.endswith(unit))
    return round(float(said.removesuffix(unit)) * units[unit])


def test_cache_grown_by_a_changing_arg_is_told_and_the_next_deploy_takes_it_under_its_bound(yard: ToyYard) -> None:
    yard.machine.must("docker", "tag", base_node(), "node:24-slim")
    yard.machine.shell(OTHERS)
    bound_mb = cache_bytes(yard) // MB + ROUND_MB
    yard.settings["build_cache"] = f'"{bound_mb} MB"'
    yard.add("toy", WASTE)
    yard.machine.shell(FILL, folder=yard.place("toy"))
    (told,) = (one for one in yard.invoke("diagnose", "--json").document()["hosts"][0]["findings"] if one["rule"] == "DSK03")
    assert (told["state"], told["seen"]["kept_bytes"]) == ("warn", bound_mb * MB)
    assert told["seen"]["cache_free_bytes"] > (ROUNDS - 1) * ROUND_MB * MB
    yard.deploy("toy")
    assert cache_bytes(yard) <= bound_mb * MB
    assert yard.machine.must("docker", "image", "ls", "--quiet", "theirs:1")
    assert "CACHED" in yard.machine.shell(OTHERS)
