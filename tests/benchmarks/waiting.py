"""What a deploy takes of the host's memory while it waits for its turn, beside what Invoke takes that does nothing at all."""

from typing import Final

from tests.integration.machine.machine import PROJECT, Machine, Running
from tests.integration.machine.yard import OLD_LOCK, ToyYard

HOLDS: Final = 'import time, sys; import invoke; sys.stdout.write("it waits\\n"); sys.stdout.flush(); time.sleep(60)'


def waiting(machine: Machine) -> dict[str, float]:
    """Resident memory in MiB; wanted of a deploy that waits: ≤ 45. It has built before, so there is a history to be read."""
    yard = ToyYard(machine=machine, folder="/yards/waiting")
    yard.add("toy")
    yard.deploy("toy")
    machine.write(f"{yard.place('toy')}/note.txt", "to be built anew\n")
    holder = machine.start("flock", OLD_LOCK, "sleep", "60")
    waiter, alone = yard.begin("deploy", "--hub=toy"), machine.start("python3", "-c", HOLDS, folder=PROJECT)
    waiter.wait_for("position 1 in the queue")
    alone.wait_for("it waits")
    resident = {"waiting_deploy_mib": rss_mib(machine, waiter), "idle_invoke_mib": rss_mib(machine, alone)}
    for running in (waiter, alone, holder):
        running.signal("TERM")
        running.end()
    return resident


def rss_mib(machine: Machine, running: Running) -> float:
    told = machine.must("grep", "VmRSS:", f"/proc/{running.pid}/status")
    return round(int(told.split()[1]) / 1024, 1)
