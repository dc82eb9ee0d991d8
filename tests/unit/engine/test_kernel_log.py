"""The script, run with programs of ours in the place of the real ones."""

import shutil
import subprocess
from pathlib import Path

import pytest

from hubyard.engine.as_root import as_root
from hubyard.engine.kernel_log import LOG_SCRIPT, MOST_BYTES

SAYS = 'echo "{0} $*"; echo noise >&2; exit {1}'
MUCH = f"head -c {MOST_BYTES} /dev/zero; echo the end"

CASES = {
    "dmesg_alone_is_asked_where_it_may": ({"dmesg": SAYS.format("dmesg", 0), "dd": SAYS.format("dd", 1)}, b"dmesg \n"),
    "dmesg_may_not": ({"dmesg": "exit 1", "dd": SAYS.format("dd", 1)}, b"dd if=/dev/kmsg bs=8192 iflag=nonblock\n"),
    "no_dmesg": ({"dd": SAYS.format("dd", 1)}, b"dd if=/dev/kmsg bs=8192 iflag=nonblock\n"),
    "neither": ({}, b""),
    "much": ({"dmesg": MUCH}, bytes(MOST_BYTES - 8) + b"the end\n"),
}


@pytest.mark.parametrize(("programs", "expected"), CASES.values(), ids=CASES)
def test_log_script(tmp_path: Path, programs: dict[str, str], expected: bytes) -> None:
    for name, body in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="ascii")
        (tmp_path / name).chmod(0o755)
    for real in ("sh", "head", "tail"):
        (tmp_path / real).symlink_to(shutil.which(real) or "")
    ran = subprocess.run(as_root(LOG_SCRIPT), env={"PATH": str(tmp_path)}, capture_output=True, check=False, timeout=10)
    assert (ran.stdout, ran.stderr) == (expected, b"")
