"""How long it takes until a command begins: Invoke with our tasks against Invoke with none, and the launcher against Invoke alone."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.benchmarks.figures import Figure, side_by_side

ROOT: Final = Path(__file__).parents[2]
PLAIN: Final = {**os.environ, "PATH": f"{sys.base_prefix}/bin{os.pathsep}{os.environ['PATH']}"}
"""`python3` is the interpreter itself: a version manager's script in its place takes longer than all that is measured here."""
EMPTY: Final = "from invoke import task\n\n@task\ndef nothing(c):\n    pass\n"


def seconds(argv: Sequence[str], folder: Path) -> float:
    """Without a time limit: with one, `subprocess` looks for the end every 50 ms only."""
    began = time.perf_counter()
    subprocess.run(argv, cwd=folder, env=PLAIN, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def list_tasks() -> list[Figure]:
    invoke = str(Path(sys.executable).parent / "invoke")
    with tempfile.TemporaryDirectory() as empty:
        (Path(empty) / "tasks.py").write_text(EMPTY, encoding="utf-8")
        ours, theirs = side_by_side(lambda: seconds([invoke, "--list"], ROOT), lambda: seconds([invoke, "--list"], Path(empty)), rounds=15)
    return [Figure(name="invoke --list / Invoke with an empty file", ours_s=ours, theirs_s=theirs, wanted="ratio ≤ 1.5")]


def launcher() -> list[Figure]:
    """None where the launcher has not made its environment yet."""
    invoke = ROOT / ".venv" / "bin" / "invoke"
    if not os.access(invoke, os.X_OK):
        return []
    seconds(["./yard", "--list"], ROOT)
    ours, theirs = side_by_side(lambda: seconds(["./yard", "--list"], ROOT), lambda: seconds([str(invoke), "--list"], ROOT), rounds=15)
    return [Figure(name="./yard / .venv/bin/invoke", ours_s=ours, theirs_s=theirs, wanted="≤ +0.1 s")]
