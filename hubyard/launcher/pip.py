"""pip for an environment, also where the distribution gave its Python none."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hubyard.launcher.saying import refuse, say

PIPELINE: Final = "Acquire::http::Pipeline-Depth=0"
"""What a proxy loses of several requests at once apt 2.6 waits for without an end."""
APT_LIMIT_S: Final = 300


def pip_install(*words: str | Path, by: Sequence[str | Path], inherits: int) -> None:
    """Install what `words` say and no more, by the Python and the pip that `by` names. Raises CalledProcessError."""
    import subprocess  # noqa: PLC0415  like others of this package: a second run does not pay for it

    argv = [*by, "install", "-qq", "--disable-pip-version-check", "--no-deps", *words]
    env = {**os.environ, "PIP_USER": "0", "PYTHONWARNINGS": "ignore"}
    subprocess.run(argv, check=True, stdout=sys.stderr, pass_fds=[inherits], env=env)


def find_pip(venv: Path, scratch: Path) -> str | Path:
    """What the Python of `venv` is to run: its own pip, or one that is unpacked in `scratch` and gone with it."""
    return "-mpip" if any(venv.glob("lib/*/site-packages/pip")) else unpacked_pip(scratch)


def unpacked_pip(scratch: Path) -> Path:
    """Debian and Ubuntu keep ensurepip in a package of its own. With package lists in our own folder no root is needed to have its pip."""
    import subprocess  # noqa: PLC0415

    say("pip")
    for folder in ("lists/partial", "cache/archives/partial"):
        (scratch / folder).mkdir(parents=True)
    options = (f"Dir::State::lists={scratch}/lists", f"Dir::Cache={scratch}/cache", "APT::Sandbox::User=root", PIPELINE)
    apt = ["apt-get", "-qq", *(word for option in options for word in ("-o", option))]
    try:
        for argv in ([*apt, "update"], [*apt, "download", "python3-pip-whl"], ["sh", "-c", "dpkg-deb -x python3-pip-whl_*.deb ."]):
            subprocess.run(argv, check=True, cwd=scratch, stdout=sys.stderr, timeout=APT_LIMIT_S)
        return next(scratch.glob("usr/share/python-wheels/pip-*.whl")) / "pip"
    except (OSError, subprocess.SubprocessError, StopIteration):
        refuse("no_pip")
