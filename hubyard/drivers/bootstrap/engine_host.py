"""The host's own engine: installed from the distribution, started by systemd or detached, stopped if it was ours."""

import grp
import os
import pwd
import signal
import time
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from hubyard.bootstrap.engine_plan import EngineFacts, EnginePlan, Start
from hubyard.bootstrap.ensure import EngineStatus
from hubyard.bootstrap.events import EngineStarted, UserAdded
from hubyard.drivers.programs import run_program
from hubyard.errors import CommandFailed, EngineForbidden, EngineMissing, EngineNotOurs, GroupNotYetActive, HubyardError
from hubyard.events import Tell

if TYPE_CHECKING:
    from hubyard.drivers.bootstrap.packages import Packages, Root
    from hubyard.engine.port import Engine

SOCKET = Path("/var/run/docker.sock")
PID_FILE = Path("/run/hubyard-engine.pid")
LOG = Path("/var/log/hubyard-engine.log")
READY_S = 60.0
STOP_S = 60.0
LOOK_EVERY_S = 0.2


class LinuxEngineHost:
    """Fills `hubyard.bootstrap.ensure.EngineHost`."""

    def __init__(self, *, engine: "Engine", packages: "Packages", root: "Root", tell: Tell) -> None:
        self._engine = engine
        self._packages = packages
        self._root = root
        self._tell = tell

    def facts(self) -> EngineFacts:
        trouble = self._trouble()
        return EngineFacts(
            answers=trouble is None,
            forbidden=isinstance(trouble, EngineForbidden | GroupNotYetActive),
            elsewhere=self._address() != f"unix://{SOCKET}",
            client=which("docker") is not None,
            buildx=_plugin_answers("buildx"),
            compose=_plugin_answers("compose"),
            dockerd=which("dockerd", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin") is not None,
            systemd=Path("/run/systemd/system").is_dir(),
            distribution=self._packages.distribution(),
        )

    def status(self) -> EngineStatus:
        trouble = self._trouble()
        return EngineStatus(
            address=self._address(),
            info=self._engine.info() if trouble is None else None,
            buildx=_plugin_answers("buildx"),
            compose=_plugin_answers("compose"),
            ours=_our_pid() is not None,
            joined_late=isinstance(trouble, GroupNotYetActive),
            detail=getattr(trouble, "detail", "") or (trouble.code() if trouble else ""),
        )

    def install(self, plan: EnginePlan) -> None:
        self._packages.install(plan.packages, purpose="engine", pinned=plan.pinned)

    def start(self, how: Start) -> None:
        self._tell(EngineStarted(how=how))
        if how is Start.SYSTEMD:
            started = self._root.run(["systemctl", "enable", "--now", "docker.socket", "docker.service"], purpose="engine", limit_s=120)
        else:
            started = self._root.run(["sh", "-c", _detached(stale=_our_pid() is None)], purpose="engine", limit_s=30)
        if not started.good:
            raise CommandFailed(program="dockerd", detail=_last_line(started.errors))
        self._await_answer(pid=int(started.output) if how is Start.DETACHED else None)

    def join_group(self) -> None:
        user = pwd.getpwuid(os.geteuid())
        if user.pw_uid == 0 or not SOCKET.exists():
            return
        group = grp.getgrgid(SOCKET.stat().st_gid)
        if user.pw_name in group.gr_mem or os.access(SOCKET, os.W_OK):
            return
        added = self._root.run(["usermod", "--append", "--groups", group.gr_name, user.pw_name], purpose="group", limit_s=30)
        if not added.good:
            raise CommandFailed(program="usermod", detail=_last_line(added.errors))
        self._tell(UserAdded(user=user.pw_name, group=group.gr_name))

    def stop(self) -> None:
        pid = _our_pid()
        if pid is None:
            raise EngineNotOurs(detail=str(PID_FILE))
        ended = self._root.run(["kill", f"-{signal.SIGTERM.value}", str(pid)], purpose="engine", limit_s=10)
        end_s = time.monotonic() + STOP_S
        while not _has_ended(pid) and time.monotonic() < end_s:
            time.sleep(LOOK_EVERY_S)
        if not ended.good or not _has_ended(pid):
            raise CommandFailed(program="dockerd", detail=f"process {pid} did not end; its log is {LOG}")

    def _address(self) -> str:
        try:
            return self._engine.address
        except EngineMissing as missing:
            return missing.address

    def _trouble(self) -> HubyardError | None:
        try:
            self._engine.info()
        except HubyardError as trouble:
            return trouble
        return None

    def _await_answer(self, *, pid: int | None) -> None:
        """A user who is not yet in the engine's group cannot ask: then its socket is all there is.

        Where `pid` has ended, another may have been started at the same time: that one is waited for.
        """
        end_s = time.monotonic() + READY_S
        while time.monotonic() < end_s:
            trouble = self._trouble()
            if trouble is None or isinstance(trouble, EngineForbidden | GroupNotYetActive):
                return
            if pid is not None and _has_ended(pid) and _our_pid() is None:
                break
            time.sleep(LOOK_EVERY_S)
        shown = self._root.run(["tail", "-n", "1", str(LOG)], purpose="engine", limit_s=10)
        raise CommandFailed(program="dockerd", detail=_last_line(shown.output) or f"no answer within {READY_S:.0f} s")


def _plugin_answers(plugin: str) -> bool:
    try:
        return run_program(["docker", plugin, "version"], limit_s=20).good
    except OSError:
        return False


def _detached(*, stale: bool) -> str:
    """Shell script that prints the engine's pid. HUP is ignored from the start: sudo's own terminal ends before setsid(1) has begun."""
    clear = f"rm -f {PID_FILE}; " if stale else ""  # of an engine that was killed: another process may have its number by now
    return f"{clear}trap '' HUP; setsid dockerd --pidfile={PID_FILE} >>{LOG} 2>&1 </dev/null & echo $!"


def _has_ended(pid: int) -> bool:
    """Also where nobody reaps it: a container's PID 1 may not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _our_pid() -> int | None:
    """Of an engine that we started and that still runs: the PID file's number belongs to a dockerd that names this very file."""
    try:
        pid = int(PID_FILE.read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except (OSError, ValueError):
        return None
    return pid if f"--pidfile={PID_FILE}" in command.split("\0") else None


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
