"""One build of which every step is in the cache: our Build stage, gate and all, against `docker buildx build` alone."""

import itertools
from typing import Final

from tests.benchmarks.figures import Figure, side_by_side
from tests.integration.machine.base_images import base_node
from tests.integration.machine.machine import Machine
from tests.integration.machine.yard import ToyYard

ROUNDS: Final = 7


def cached_build(machine: Machine) -> list[Figure]:
    yard = ToyYard(machine=machine, folder="/yards/cached")
    yard.add("toy")
    yard.deploy("toy")
    plain = ["docker", "buildx", "build", "--provenance=false", f"--build-context=node:24-slim=docker-image://{base_node()}"]
    plain += ["--cgroup-parent=/hubyard.slice/toy", "--build-arg=BUILDKIT_MAX_PARALLELISM=2", "--tag=toy:plain", yard.place("toy")]
    numbers = itertools.count()

    def ours() -> float:
        """Another file in the context, which the Dockerfile does not copy: it has to be built, and nothing has to be run."""
        machine.write(f"{yard.place('toy')}/note.txt", f"{next(numbers)}\n")
        told = yard.deploy("toy", "--json").document()
        return next(float(stage["elapsed_s"]) for stage in told["hubs"][0]["stages"] if stage["stage"] == "build")

    def theirs() -> float:
        """Timed in there, like our stage, without the way through `docker exec`."""
        ran = machine.run("bash", "-ec", 'TIMEFORMAT=%R; time "$@" >/dev/null 2>&1', "bash", *plain)
        assert ran.status == 0, ran.text
        return float(ran.err)

    theirs()
    ours_s, theirs_s = side_by_side(ours, theirs, rounds=ROUNDS)
    note = "our Build stage, as deploy tells it"
    return [Figure(name="a cached build / docker buildx build", ours_s=ours_s, theirs_s=theirs_s, wanted="≤ +0.5 s", note=note)]
