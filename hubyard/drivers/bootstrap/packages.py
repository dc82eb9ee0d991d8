"""Installing from the distribution, as root or by sudo without a password; nothing may be removed for it."""

import os
import re
import shlex
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from shutil import which

from hubyard.bootstrap.distribution import (
    Distribution,
    Source,
    parse_deb822,
    parse_os_release,
    parse_removals,
    parse_sources_list,
    pin_files,
)
from hubyard.bootstrap.events import PackagesInstalled
from hubyard.drivers.programs import GRACE_S, ProgramExit, run_program
from hubyard.errors import CommandFailed, InstallWouldRemove, RootNeeded
from hubyard.events import Tell

APT_LIMIT_S = 900.0
NO_PIPELINE = "Acquire::http::Pipeline-Depth"
"""What a proxy loses of several requests at once, apt 2.6 waits for without an end."""
APT = (
    *("apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3"),
    *("-o", f"{NO_PIPELINE}=0"),
)
UPDATE_LIMIT_S = 300.0
UPDATE_TRIES = 3
UPDATE_PAUSE_S = 5.0
INTERRUPTED = "dpkg --configure -a"
"""What apt names as the remedy after an installation that was cut off, ours perhaps: without it nothing can be installed any more."""

QUIET = ("env", "DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_SUSPEND=1")
"""By env(1), since sudo takes variables away."""


class Root:
    """How something is done as root: by ourselves, by `sudo -n`, or not at all."""

    def prefix(self) -> tuple[str, ...] | None:
        if os.geteuid() == 0:
            return ()
        sudo = which("sudo")
        allowed = sudo is not None and run_program([sudo, "-n", "true"], limit_s=10).good
        return ("sudo", "-n") if allowed else None

    def argv(self, command: Sequence[str], *, purpose: str) -> tuple[str, ...]:
        """Raises RootNeeded with the command to run."""
        prefix = self.prefix()
        if prefix is None:
            raise RootNeeded(purpose=purpose, commands=f"sudo {shlex.join(command)}")
        return (*prefix, *command)

    def run(self, command: Sequence[str], *, purpose: str, limit_s: float) -> ProgramExit:
        """Ended by timeout(1), as root: we may not signal what sudo started. Raises RootNeeded."""
        whole = self.argv(command, purpose=purpose)
        prefix = whole[: len(whole) - len(command)]
        bounded = [*prefix, "timeout", f"--kill-after={GRACE_S:g}", f"{limit_s:g}", *command]
        return run_program(bounded, limit_s=limit_s + 2 * GRACE_S)


class Packages:
    """The distribution's packages."""

    def __init__(self, *, tell: Tell, root: Root | None = None, etc: Path = Path("/etc")) -> None:
        self._tell = tell
        self._root = root or Root()
        self._etc = etc

    def distribution(self) -> Distribution:
        try:
            return parse_os_release((self._etc / "os-release").read_text())
        except OSError:
            return Distribution(id="", suite="")

    def source(self) -> Source | None:
        """The archive that this host takes its packages from."""
        apt = self._etc / "apt"
        own = [apt / "sources.list.d" / f"{name}.sources" for name in ("debian", "ubuntu")]
        others = [file for file in sorted((apt / "sources.list.d").glob("*.sources")) if file not in own and "hubyard" not in file.name]
        for file in (*own, *others):
            if file.is_file() and (found := parse_deb822(file.read_text())):
                return found
        listed = apt / "sources.list"
        return parse_sources_list(listed.read_text()) if listed.is_file() else None

    def install(self, packages: Sequence[str], *, purpose: str, pinned: bool = False) -> None:
        """Raises RootNeeded with the exact commands, InstallWouldRemove, CommandFailed."""
        if self._root.prefix() is None:
            raise RootNeeded(purpose=purpose, commands=self.commands(packages, pinned=pinned))
        self._tell(PackagesInstalled(packages=" ".join(packages)))
        if pinned:
            self._pin(purpose)
        updated = self._update(purpose)
        wanted = ["install", "--yes", "--no-install-recommends", *packages]
        simulated = self._apt(["--simulate", *wanted], purpose)
        if not simulated.good:
            raise CommandFailed(program="apt-get", detail=_reason(simulated if updated.good else updated))
        if removed := parse_removals(simulated.output):
            raise InstallWouldRemove(packages=", ".join(removed))
        installed = self._apt(wanted, purpose)
        if not installed.good:
            raise CommandFailed(program="apt-get", detail=_reason(installed))

    def commands(self, packages: Sequence[str], *, pinned: bool = False) -> str:
        """What a person would run instead of us, one command a line."""
        lines = []
        source = self.source()
        if pinned and source is not None:
            lines = [f"sudo tee /etc/apt/{file} <<'END'\n{text}END" for file, text in pin_files(source).items()]
        return "\n".join([*lines, "sudo apt-get update", f"sudo apt-get install --no-install-recommends {' '.join(packages)}"])

    def _pin(self, purpose: str) -> None:
        source = self.source()
        if source is None:
            raise CommandFailed(program="apt-get", detail="no package source of the distribution in /etc/apt")
        for file, text in pin_files(source).items():
            with tempfile.NamedTemporaryFile("w", prefix="hubyard-", suffix=".apt") as written:
                written.write(text)
                written.flush()
                target = str(self._etc / "apt" / file)
                copied = self._root.run(["install", "-m", "644", written.name, target], purpose=purpose, limit_s=30)
            if not copied.good:
                raise CommandFailed(program="install", detail=_reason(copied))

    def _update(self, purpose: str) -> ProgramExit:
        """Strictly: else a list that did not come passes for a success. Again: another apt may hold the lists, for which it does not wait.

        Failed all the same it may have fetched all that we need: somebody's third source is not ours to mend.
        """
        for left in reversed(range(UPDATE_TRIES)):
            updated = self._apt(["-o", "APT::Update::Error-Mode=any", "update"], purpose, limit_s=UPDATE_LIMIT_S)
            if updated.good or not left:
                break
            time.sleep(UPDATE_PAUSE_S)
        return updated

    def _apt(self, arguments: Sequence[str], purpose: str, *, limit_s: float = APT_LIMIT_S) -> ProgramExit:
        ended = self._root.run([*QUIET, *APT, *arguments], purpose=purpose, limit_s=limit_s)
        if INTERRUPTED not in ended.errors:
            return ended
        self._root.run([*QUIET, "dpkg", "--configure", "-a"], purpose=purpose, limit_s=APT_LIMIT_S)
        return self._root.run([*QUIET, *APT, *arguments], purpose=purpose, limit_s=APT_LIMIT_S)


def _reason(ended: ProgramExit) -> str:
    """The first error that was said, without the package source's address (it may hold a password): what follows is its consequence."""
    lines = [line.strip() for line in (ended.errors or ended.output).splitlines() if line.strip()]
    said = next((line for line in lines if line.startswith("E:")), lines[-1] if lines else f"exit status {ended.status}")
    return re.sub(r"://[^/\s@]+@", "://", said)
