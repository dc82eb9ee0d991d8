"""An engine that we start ourselves, where no systemd does it: in a session of its own, with a PID file and a log."""

from pathlib import Path

GROUP = "docker"
PID_FILE = Path("/run/hubyard-engine.pid")
LOG = Path("/var/log/hubyard-engine.log")


CONTAINERD_PID = Path("/run/docker/containerd/containerd.pid")
BY_HAND = f"sudo sh -c 'setsid dockerd --pidfile={PID_FILE} >>{LOG} 2>&1 </dev/null &'"


def start_script(*, stale: bool) -> str:
    """Shell script that prints the engine's pid.

    HUP is ignored from the start: sudo's own terminal ends before setsid(1) has begun. Without its group an engine gives its socket to that
    of root. `stale`: an engine of ours was killed; another process may have its number by now, and a containerd that nobody reaped (PID 1
    of a container may not) counts as running to the next engine, which then waits for it in vain.
    """
    steps = [f"groupadd --force --system {GROUP}", "trap '' HUP", f"setsid dockerd --pidfile={PID_FILE} >>{LOG} 2>&1 </dev/null & echo $!"]
    if stale:
        is_zombie = f"grep -qs '^State:.Z' /proc/$(cat {CONTAINERD_PID} 2>/dev/null)/status"
        steps = [f"rm -f {PID_FILE}", f"if {is_zombie}; then rm -f {CONTAINERD_PID}; fi", *steps]
    return "; ".join(steps)


def has_ended(pid: int) -> bool:
    """Also where nobody reaps it: a container's PID 1 may not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def our_pid() -> int | None:
    """Of an engine that we started and that still runs: the PID file's number belongs to a dockerd that names this very file."""
    try:
        pid = int(PID_FILE.read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except (OSError, ValueError):
        return None
    return pid if f"--pidfile={PID_FILE}" in command.split("\0") else None
