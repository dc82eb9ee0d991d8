"""What the launcher may be made of: it runs before anything is installed, and any Python must be able to read it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.unit.launcher.project import ROOT, SOURCES

OURS: Final = "hubyard.launcher."
OLDEST: Final = (3, 5)


def imported(text: str) -> Iterator[str]:
    """Full names of all modules that `text` imports anywhere, a function's included. Relative imports count as "."."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." if node.level else str(node.module)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_launcher_imports_itself_and_the_standard_library(file: Path) -> None:
    names = set(imported(file.read_text(encoding="utf-8")))
    assert {name for name in names if not name.startswith(OURS) and name.partition(".")[0] not in sys.stdlib_module_names} == set()


def test_hubyard_imports_nothing_for_those_who_import_a_part_of_it() -> None:
    assert list(imported((ROOT / "hubyard/__init__.py").read_text(encoding="utf-8"))) == []


def test_yard_can_be_read_by_an_old_python() -> None:
    ast.parse((ROOT / "yard").read_text(encoding="utf-8"), feature_version=OLDEST)


def test_yard_says_which_python_it_needs_before_it_imports_anything_of_ours() -> None:
    program = "import sys; sys.version_info = (3, 8); from runpy import run_path; run_path(sys.argv[1])"
    argv = [sys.executable, "-B", "-S", "-I", "-Ximporttime", "-c", program, str(ROOT / "yard")]
    ended = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (5, "")
    assert "Python 3.11 or later is needed" in ended.stderr
    assert "hubyard" not in ended.stderr
