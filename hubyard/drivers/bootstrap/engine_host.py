"""The host's own engine: installed from the distribution, started by systemd or detached, stopped if it was ours."""

import grp
import os
import shlex
import signal
import time
from contextlib import suppress
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from hubyard.bootstrap.engine_plan import EngineFacts, EnginePlan, Start
from hubyard.bootstrap.ensure import EngineStatus
from hubyard.bootstrap.events import EngineStarted, UserAdded
from hubyard.drivers.accounts import are_named, group_name, is_member, user_name
from hubyard.drivers.bootstrap.detached import BY_HAND, GROUP, LOG, PID_FILE, has_ended, our_pid, start_script
from hubyard.drivers.programs import run_program
from hubyard.errors import CommandFailed, EngineElsewhereSilent, EngineForbidden, EngineNotOurs, GroupNotYetActive, HubyardError, RootNeeded
from hubyard.events import Tell

if TYPE_CHECKING:
    from hubyard.drivers.bootstrap.packages import Packages, Root
    from hubyard.engine.port import Engine

SYSTEMCTL = ("systemctl", "enable", "--now", "docker.socket", "docker.service")
SOCKET = Path("/var/run/docker.sock")
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
            elsewhere=self._is_elsewhere(),
            client=which("docker") is not None,
            buildx=_plugin_answers("buildx"),
            compose=_plugin_answers("compose"),
            dockerd=_dockerd_is_installed(),
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
            ours=our_pid() is not None,
            elsewhere=self._is_elsewhere(),
            joined_late=isinstance(trouble, GroupNotYetActive),
            detail=getattr(trouble, "detail", "") or (trouble.code() if trouble else ""),
        )

    def install(self, plan: EnginePlan) -> None:
        if self._root.prefix() is None:
            raise RootNeeded(purpose="engine", commands="\n".join(self._by_hand(plan)))
        self._packages.install(plan.packages, purpose="engine", pinned=plan.pinned)

    def start(self, how: Start) -> None:
        if self._root.prefix() is None:
            raise RootNeeded(purpose="engine", commands="\n".join(self._by_hand(EnginePlan(start=how, join_group=True))))
        self._tell(EngineStarted(how=how))
        if how is Start.SYSTEMD:
            started = self._root.run(SYSTEMCTL, purpose="engine", limit_s=120)
        else:
            started = self._root.run(["sh", "-c", start_script(stale=our_pid() is None)], purpose="engine", limit_s=30)
        if not started.good:
            raise CommandFailed(program="dockerd", detail=_last_line(started.errors))
        self._await_answer(pid=int(started.output) if how is Start.DETACHED else None)

    def join_group(self) -> None:
        uid = os.geteuid()
        if uid == 0 or not SOCKET.exists():
            return
        gid = SOCKET.stat().st_gid
        if is_member(uid, gid) or os.access(SOCKET, os.W_OK):
            return
        user, group = user_name(uid), group_name(gid)
        if gid == 0:  # an engine that found no group of its own: nobody is made a member of root's for that
            raise EngineForbidden(address=self._address(), user=user, group=GROUP)
        if not are_named(uid, gid):
            raise EngineForbidden(address=self._address(), user=user, group=group)
        added = self._root.run(_join(group, user), purpose="group", limit_s=30)
        if not added.good:
            raise CommandFailed(program="usermod", detail=_last_line(added.errors))
        self._tell(UserAdded(user=user, group=group))

    def stop(self) -> None:
        pid = our_pid()
        if pid is None:
            raise EngineNotOurs(detail=str(PID_FILE))
        ended = self._root.run(["kill", f"-{signal.SIGTERM.value}", str(pid)], purpose="engine", limit_s=10)
        end_s = time.monotonic() + STOP_S
        while not has_ended(pid) and time.monotonic() < end_s:
            time.sleep(LOOK_EVERY_S)
        if not ended.good or not has_ended(pid):
            raise CommandFailed(program="dockerd", detail=f"process {pid} did not end; its log is {LOG}")

    def _answers_somebody(self) -> bool:
        trouble = self._trouble()
        if not isinstance(trouble, EngineForbidden | GroupNotYetActive):
            return trouble is None
        return self._root.run(["docker", f"--host=unix://{SOCKET}", "version"], purpose="engine", limit_s=20).good

    def _by_hand(self, plan: EnginePlan) -> list[str]:
        """What a person would run instead of us."""
        commands = [self._packages.commands(plan.packages, pinned=plan.pinned)] if plan.packages else []
        if plan.start is Start.SYSTEMD:
            commands.append(shlex.join(["sudo", *SYSTEMCTL]))
        if plan.start is Start.DETACHED:
            commands.append(BY_HAND)
        if plan.join_group and not _is_member(GROUP):
            commands.append(shlex.join(["sudo", *_join(GROUP, user_name(os.geteuid()))]))
        return commands

    def _address(self) -> str:
        try:
            return self._engine.address
        except EngineElsewhereSilent as unknown:  # a context that is not there
            return unknown.address

    def _is_elsewhere(self) -> bool:
        return self._address() != f"unix://{SOCKET}"

    def _trouble(self) -> HubyardError | None:
        try:
            self._engine.info()
        except HubyardError as trouble:
            return trouble
        return None

    def _await_answer(self, *, pid: int | None) -> None:
        """A user who is not yet in the engine's group cannot ask, so root does.

        Where `pid` has ended, another may have been started at the same time: that one is waited for.
        """
        end_s = time.monotonic() + READY_S
        while time.monotonic() < end_s:
            if self._answers_somebody():
                return
            if pid is not None and has_ended(pid) and our_pid() is None:
                break
            time.sleep(LOOK_EVERY_S)
        shown = self._root.run(["tail", "-n", "1", str(LOG)], purpose="engine", limit_s=10)
        raise CommandFailed(program="dockerd", detail=_last_line(shown.output) or f"no answer within {READY_S:.0f} s")


def _dockerd_is_installed() -> bool:
    """No also where its package was unpacked and not set up: an interrupted installation, without the engine's group and more."""
    if which("dockerd", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin") is None:
        return False
    try:
        state = run_program(["dpkg-query", "--show", "--showformat=${db:Status-Status}", "docker.io"], limit_s=20).output
    except OSError:
        return True
    return state in {"", "installed", "not-installed", "config-files"}  # without a state of its own it is another package's, or none's


def _plugin_answers(plugin: str) -> bool:
    try:
        return run_program(["docker", plugin, "version"], limit_s=20).good
    except OSError:
        return False


def _is_member(group: str) -> bool:
    """Also where this session is older than that."""
    with suppress(KeyError):
        return is_member(os.geteuid(), grp.getgrnam(group).gr_gid)
    return False


def _join(group: str, user: str) -> list[str]:
    return ["usermod", "--append", "--groups", group, user]


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
