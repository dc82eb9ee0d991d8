"""Only of this host's own shell."""

import os
import time
from pathlib import Path

from hubyard.drivers.diagnosis.local_shell import LocalShell
from tests.integration.machine.machine import eventually


def test_environment_hands_on_no_secret() -> None:
    os.environ["SOME_TOKEN"] = "secret"
    try:
        heard = LocalShell().hear({"one": "env"}, limit_s=5)["one"]
    finally:
        del os.environ["SOME_TOKEN"]
    names = {line.partition("=")[0] for line in heard.text.splitlines()}
    assert {"PATH", "LANG"} <= names
    assert "SOME_TOKEN" not in heard.text


def test_child_that_is_left_behind_holds_nobody_up_and_is_ended(tmp_path: Path) -> None:
    heard = LocalShell().hear({"one": f"sleep 300 & echo $! >{tmp_path}/pid; echo well"}, limit_s=20)["one"]
    assert (heard.text, heard.status) == ("well\n", 0)
    assert heard.elapsed_s < 10
    pid = (tmp_path / "pid").read_text().strip()
    eventually(lambda: not Path(f"/proc/{pid}/cwd").exists(), limit_s=5, what="it is gone")


def test_everything_of_a_late_script_is_ended_other_groups_too(tmp_path: Path) -> None:
    """GNU timeout makes a group of its own, out of reach of a kill to the script's."""
    file = tmp_path / "pids"
    script = f"timeout 300 sh -c 'echo $$ >>{file}; sleep 300' & sh -c 'echo $$ >>{file}; sleep 300' & sleep 300"
    began_s = time.monotonic()
    heard = LocalShell().hear({"one": script}, limit_s=1)["one"]
    assert time.monotonic() - began_s < 3
    assert heard.status is None
    pids = [int(line) for line in file.read_text().split()]
    assert len(pids) == 2
    eventually(lambda: not any(Path(f"/proc/{pid}/cwd").exists() for pid in pids), limit_s=5, what="all are gone")
