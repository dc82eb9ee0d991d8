"""The child that ends when we do: run by a parent that lives, and by one that has gone."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from hubyard.drivers.tied import tied_to_us
from tests.contracts.gate.party import until

PARENT = """
import subprocess, sys
from hubyard.drivers.tied import tied_to_us
print(subprocess.Popen(tied_to_us(["sleep", "600"])).pid, flush=True)
sys.stdin.read()
"""


def test_runs_the_program_with_its_words_descriptors_and_status() -> None:
    reading, writing = os.pipe()
    script = f'echo "$1" >/proc/self/fd/{writing}; exit 7'
    process = subprocess.Popen(tied_to_us(["sh", "-c", script, "sh", "a  b"]), pass_fds=[writing])
    os.close(writing)
    with os.fdopen(reading) as told:
        assert told.read() == "a  b\n"
    assert process.wait() == 7


def test_killed_with_its_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = Path("/proc", parent.stdout.readline().decode().strip())
        until(lambda: (child / "exe").readlink().name == "sleep")
        parent.send_signal(signal.SIGKILL)
        until(lambda: ended(child))


def ended(process: Path) -> bool:
    """Also one that stays a zombie, since the first process of its container reaps nobody."""
    try:
        return not (process / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_never_runs_when_its_parent_has_gone_before_it_began() -> None:
    meant = tied_to_us(["echo", "ran"])
    gone = str(os.getpid())
    of_the_gone = [str(2**22 + 1) if word == gone else word for word in meant]
    done = subprocess.run(of_the_gone, capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert done.returncode != 0
