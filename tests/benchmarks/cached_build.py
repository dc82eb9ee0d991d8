"""One build of which every step is in the cache: our Build stage, gate and all, against `docker buildx build` alone."""

from typing import Final

from tests.benchmarks.figures import Figure, side_by_side
from tests.integration.machine.base_images import base_node
from tests.integration.machine.machine import Machine
from tests.integration.machine.yard import ToyYard

ROUNDS: Final = 7


def cached_build(machine: Machine) -> Figure:
    yard = ToyYard(machine=machine, folder="/yards/cached")
    yard.add("toy")
    yard.deploy("toy")
    plain = ["docker", "buildx", "build", "--provenance=false", f"--build-context=node:24-slim=docker-image://{base_node()}"]
    plain += ["--cgroup-parent=/hubyard.slice/toy", "--build-arg=BUILDKIT_MAX_PARALLELISM=2", "--tag=toy:plain", yard.place("toy")]

    def ours() -> float:
        """The release is forgotten, so that it has to be built; the container it runs in stays."""
        machine.shell("docker image ls --format '{{.Repository}}:{{.Tag}}' toy | xargs docker rmi --force >/dev/null")
        told = yard.deploy("toy", "--json").document()
        stages = {stage["stage"]: stage["elapsed_s"] for stage in told["hubs"][0]["stages"]}
        return float(stages["build"])

    def theirs() -> float:
        ran = machine.run(*plain)
        assert ran.status == 0, ran.text
        return ran.elapsed_s

    theirs()
    ours_s, theirs_s = side_by_side(ours, theirs, rounds=ROUNDS)
    return Figure(
        name="a cached build / docker buildx build",
        ours_s=ours_s,
        theirs_s=theirs_s,
        wanted="≤ +0.5 s",
        note="our Build stage, as deploy tells it",
    )
