"""A Docker host of its own, in a privileged container: what runs on it has its /proc, its locks, its cgroups and its engine."""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

PROJECT: Final = "/srv/hubyard"
"""Where the project lies on the machine."""

Seen = TypeVar("Seen")


def eventually(look: Callable[[], Seen], *, limit_s: float, what: str) -> Seen:
    """The first true thing that `look` sees: a condition with a deadline, never a sleep and a hope."""
    deadline = time.monotonic() + limit_s
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not within {limit_s:g} s: {what}"
        time.sleep(0.05)
    return seen


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str
    elapsed_s: float

    @property
    def text(self) -> str:
        return self.out + self.err

    def document(self) -> Any:  # noqa: ANN401  JSON
        return json.loads(self.out)


class Running:
    """A command under way. Its process leads a session of its own on the machine, as a login shell's does."""

    def __init__(self, machine: "Machine", process: "subprocess.Popen[bytes]", output: Path, pid_file: str) -> None:
        self._machine, self._process, self._output, self._pid_file = machine, process, output, pid_file
        self._began = time.monotonic()

    @property
    def text(self) -> str:
        return self._output.read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        def written() -> str:
            return self._machine.run("cat", self._pid_file).out.strip()

        return int(eventually(written, limit_s=10, what="the process began"))

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def wait_for(self, part: str, *, limit_s: float = 60) -> None:
        """Until it has said `part`; at once an error if it ends without."""
        eventually(lambda: part in self.text or self.ended, limit_s=limit_s, what=f"{part!r} in:\n{self.text}")
        assert part in self.text, f"it ended without saying {part!r}:\n{self.text}"

    def signal(self, name: str) -> None:
        """To its whole group, as a terminal does with Ctrl-C and a lost connection. One that has just ended needs none."""
        sent = self._machine.run("kill", f"-{name}", "--", f"-{self.pid}")
        assert sent.status == 0 or eventually(lambda: self.ended, limit_s=5, what=f"the signal reached somebody: {sent.text}")

    def kill(self) -> None:
        """SIGKILL to the process alone: nothing of it can clean up."""
        self._machine.must("kill", "-KILL", str(self.pid))

    def end(self, *, limit_s: float = 120) -> Ran:
        try:
            status = self._process.wait(limit_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still runs after {limit_s:g} s:\n{self.text}") from None
        return Ran(status=status, out=self.text, err="", elapsed_s=time.monotonic() - self._began)


@dataclass(frozen=True, kw_only=True)
class Machine:
    """`container` is its container on the outer engine, `scratch` a folder out here for what commands print."""

    container: str
    scratch: Path
    begun: list[Running] = field(default_factory=list)

    @cached_property
    def id(self) -> str:
        """Of its container, which is in the path of each of its cgroups, as the kernel names them."""
        asked = ["docker", "container", "inspect", "--format", "{{.Id}}", self.container]
        return subprocess.run(asked, capture_output=True, text=True, timeout=30, check=True).stdout.strip()

    def run(
        self,
        *argv: str,
        user: str = "root",
        folder: str = "/",
        environment: Mapping[str, str] | None = None,
        given: bytes = b"",
        limit_s: float = 120,
    ) -> Ran:
        """Run to its end, `given` on its standard input."""
        began = time.monotonic()
        command = [*self._enter(user, folder, environment or {}), *argv]
        done = subprocess.run(command, input=given, capture_output=True, timeout=limit_s, check=False)
        out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        return Ran(status=done.returncode, out=out, err=err, elapsed_s=time.monotonic() - began)

    def start(self, *argv: str, user: str = "root", folder: str = "/", environment: Mapping[str, str] | None = None) -> Running:
        """Begin it and come back."""
        with tempfile.NamedTemporaryFile(dir=self.scratch, delete=False) as output:
            pid_file = f"/tmp/{Path(output.name).name}.pid"
            told = ["sh", "-c", f'echo $$ >{pid_file}; exec "$@"', "sh", *argv]
            process = subprocess.Popen(
                [*self._enter(user, folder, environment or {}), *told],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.begun.append(Running(self, process, Path(output.name), pid_file))
        return self.begun[-1]

    def end_all(self) -> None:
        """Kill what was begun and still runs, with its group."""
        for running in self.begun:
            if not running.ended:
                running.signal("KILL")
                running.end(limit_s=10)
        self.begun.clear()

    def must(self, *argv: str, user: str = "root", folder: str = "/", limit_s: float = 120) -> str:
        """What it prints; it has to succeed."""
        ran = self.run(*argv, user=user, folder=folder, limit_s=limit_s)
        assert ran.status == 0, f"{argv}: status {ran.status}\n{ran.text}"
        return ran.out.strip()

    def shell(self, script: str, *, user: str = "root", folder: str = "/", limit_s: float = 120) -> str:
        return self.must("bash", "-euc", script, user=user, folder=folder, limit_s=limit_s)

    def write(self, file: str, text: str) -> None:
        ran = self.run("sh", "-c", 'mkdir -p "$(dirname "$1")" && cat >"$1"', "sh", file, given=text.encode())
        assert ran.status == 0, ran.text

    def unpack(self, archive: bytes, at: str) -> None:
        """A tar archive's contents into the folder `at`."""
        ran = self.run("sh", "-c", 'mkdir -p "$1" && tar -C "$1" --no-same-owner -xf -', "sh", at, given=archive)
        assert ran.status == 0, ran.text

    def _enter(self, user: str, folder: str, environment: Mapping[str, str]) -> list[str]:
        given = [f"--env={name}={value}" for name, value in environment.items()]
        return ["docker", "exec", "--interactive", f"--user={user}", f"--workdir={folder}", *given, self.container]
