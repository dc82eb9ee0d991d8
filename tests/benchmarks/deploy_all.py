"""Four real hubs, the old way (`baseline/deploy-all.sh`) and ours, cold and with nothing changed, on one machine one after the other."""

from collections.abc import Sequence
from typing import Final

from tests.benchmarks.figures import Figure
from tests.integration.machine.base_images import base_node
from tests.integration.machine.machine import PROJECT, Machine

LIMIT_S: Final = 1800
OLD_WAY: Final = (f"{PROJECT}/tests/benchmarks/baseline/deploy-all.sh", f"{PROJECT}/hubs")
OURS: Final = ("invoke", "deploy", "--hub=all")


def deploy_all(machine: Machine) -> list[Figure]:
    """`node:24-slim` is at hand for both, as a registry would have given it: only the deploys are compared."""
    machine.must("docker", "tag", base_node(), "node:24-slim")
    figures = []
    cold = {}
    unchanged = {}
    for way, argv in (("theirs", OLD_WAY), ("ours", OURS)):
        forget(machine)
        cold[way] = seconds(machine, argv)
        unchanged[way] = seconds(machine, argv)
    figures.append(Figure(name="four hubs, cold / old way, cold", ours_s=cold["ours"], theirs_s=cold["theirs"], wanted="ratio ≤ 1.0"))
    named = "four hubs, unchanged / old way, unchanged"
    figures.append(Figure(name=named, ours_s=unchanged["ours"], theirs_s=unchanged["theirs"], wanted="ratio ≤ 0.10"))
    forget(machine)  # the cache, but not what was measured
    known_s = seconds(machine, OURS)
    figures.append(Figure(name="four hubs, cold, needs known / old way", ours_s=known_s, theirs_s=cold["theirs"], wanted="ratio ≤ 0.75"))
    return figures


def forget(machine: Machine) -> None:
    """Containers, the hubs' images and every cache of the builds."""
    machine.shell(
        "docker ps -aq | xargs -r docker rm -f -v >/dev/null;"
        "for hub in wbhubmanager wbsaleshub wbfinhub wbonboardinghub; do docker image ls -q $hub; done"
        " | sort -u | xargs -r docker rmi -f >/dev/null;"
        "docker image prune -f >/dev/null; docker builder prune -af >/dev/null"
    )


def seconds(machine: Machine, argv: Sequence[str]) -> float:
    ran = machine.run(*argv, folder=PROJECT, limit_s=LIMIT_S)
    assert ran.status == 0, ran.text
    return ran.elapsed_s
