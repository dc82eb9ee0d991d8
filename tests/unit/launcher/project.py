"""A project as small as the launcher can start: its own `yard`, no packages, and an Invoke and a Nox that say what they were given."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

ROOT: Final = Path(__file__).parents[3]
SOURCES: Final = (ROOT / "yard", ROOT / "hubyard/__init__.py", *sorted((ROOT / "hubyard/launcher").glob("*.py")))
NONE: Final[Mapping[str, str]] = MappingProxyType({})
PYPROJECT: Final = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "hubyard"
version = "0"
"""
BACKEND: Final = '''
"""Makes the wheel of an editable installation without any package: programs that print their arguments and end with STATUS."""

import zipfile

PROGRAM = """#!python
import os, sys
print([os.path.basename(sys.argv[0]), *sys.argv[1:]], flush=True)
sys.exit(int(os.environ.get("STATUS", "0")))
"""


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "hubyard-0-py3-none-any.whl"
    with zipfile.ZipFile(f"{wheel_directory}/{name}", "w") as wheel:
        for program in ("invoke", "nox"):
            file = zipfile.ZipInfo(f"hubyard-0.data/scripts/{program}")
            file.external_attr = 0o100755 << 16
            wheel.writestr(file, PROGRAM)
        wheel.writestr("hubyard-0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: hubyard\\nVersion: 0\\n")
        wheel.writestr("hubyard-0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: tests\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("hubyard-0.dist-info/RECORD", "")
    return name
'''


def make_project(folder: Path) -> Path:
    """`folder` with the real launcher and its sentences; the lock file is empty, so nothing is asked of a registry."""
    for file in (*SOURCES, ROOT / "hubyard/show/sentences/launcher.toml"):
        copy = folder / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)
    (folder / "requirements.lock").write_text("# nothing\n")
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "backend.py").write_text(BACKEND)
    return folder


def begin(folder: Path, *arguments: str, cwd: Path | None = None, variables: Mapping[str, str] = NONE) -> subprocess.Popen[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "HUBYARD_ENGINE": "none", "LC_ALL": "C.UTF-8", **variables}
    return subprocess.Popen(
        [sys.executable, str(folder / "yard"), *arguments],
        cwd=cwd or folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(folder: Path, *arguments: str, cwd: Path | None = None, variables: Mapping[str, str] = NONE) -> tuple[int, str, str]:
    """Status, output, what was said."""
    process = begin(folder, *arguments, cwd=cwd, variables=variables)
    output, said = process.communicate(timeout=300)
    return process.returncode, output, said
