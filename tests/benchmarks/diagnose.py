"""`invoke diagnose` on a host with an engine and a few containers, against the commands that were typed there one after the other."""

from typing import Final

from tests.benchmarks.figures import Figure, side_by_side
from tests.integration.machine.base_images import base_node
from tests.integration.machine.machine import PROJECT, Machine
from tests.integration.machine.yard import clean

ROUNDS: Final = 5
CONTAINERS: Final = 4
WANTED_S: Final = 3.0
BY_HAND: Final = "; ".join(
    (
        *("free -m", "docker stats --no-stream", "docker system df"),
        *("dmesg | grep -i oom", "journalctl -k | grep -i oom", "top -bn1 | head -20", "df -h"),
    )
)
"""What the user typed after a host froze, without the way there by SSH nor the reading of it."""
TIMED: Final = 'TIMEFORMAT=%R; time { "$@"; } >/dev/null 2>&1'


def diagnose(machine: Machine) -> list[Figure]:
    """Timed in there, each by the same shell; ours with the start of Python, as it is typed."""
    clean(machine)
    for number in range(CONTAINERS):
        machine.must("docker", "run", "--detach", "--memory=128m", f"--name=app-{number}", base_node(), "sleep", "3600")
    ours_s, theirs_s = side_by_side(
        lambda: seconds(machine, "invoke", "diagnose"), lambda: seconds(machine, "bash", "-c", BY_HAND), rounds=ROUNDS
    )
    clean(machine)
    note = f"healthy host, wanted within {WANTED_S:g} s"
    return [Figure(name="invoke diagnose / seven commands by hand", ours_s=ours_s, theirs_s=theirs_s, wanted="ratio ≤ 0.6", note=note)]


def seconds(machine: Machine, *argv: str) -> float:
    """Whatever it ends with: `diagnose` tells by its status what it found."""
    ran = machine.run("bash", "-c", TIMED, "bash", *argv, folder=PROJECT)
    return float(ran.err)
