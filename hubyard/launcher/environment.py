"""`.venv` as requirements.lock says: made once, however many begin at the same time (docs/decisions/one-lock.md)."""

import fcntl
import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

from hubyard.launcher.pip import find_pip, pip_install
from hubyard.launcher.saying import FAILED, refuse, say

ROOT: Final = Path(__file__).resolve().parents[2]
VENV: Final = ROOT / ".venv"
SCRIPTS: Final = VENV / "bin"
PYTHON: Final = SCRIPTS / "python"
LOCK: Final = ROOT / "requirements.lock"
STAMP: Final = VENV / "hubyard-stamp"
"""Written last: without it an installation did not come to its end."""


def stamp() -> list[str]:
    """What .venv was made for: its place (its scripts hold it), its Python (another one does not see its packages), its packages."""
    digest = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    return [str(VENV), os.path.realpath(PYTHON), digest]


def stamped() -> list[str]:
    with suppress(OSError):
        return STAMP.read_text("utf-8").splitlines() if os.access(PYTHON, os.X_OK) else []
    return []


def prepare() -> None:
    """Make .venv where it is not what it should be. Ends the process where that cannot be done."""
    if stamped() == stamp():
        return
    import subprocess  # noqa: PLC0415  like other imports below: a second run does not pay for them

    folder = os.open(ROOT, os.O_RDONLY)  # the folder itself is locked: no lock file to own, to ignore or to clean up
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("busy")
        fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        if stamped() != stamp():
            install(folder)
    except subprocess.CalledProcessError:
        fail()
    except OSError as error:
        refuse("forbidden", folder=ROOT, detail=error.strerror)
    os.close(folder)


def install(folder: int) -> None:
    """A .venv of this place and Python keeps what it has: only what the lock changed is installed then.

    pip inherits the locked `folder`: should we be killed, the next run waits for its end.
    """
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="hubyard-") as scratch:
        if stamped()[:2] != stamp()[:2]:
            make_venv()
        pip = find_pip(VENV, Path(scratch))
        STAMP.unlink(missing_ok=True)
        say("packages", file=LOCK.name)
        pip_install("--requirement", LOCK, by=[PYTHON, pip], inherits=folder)
        pip_install("--no-build-isolation", "--no-index", "--editable", ROOT, by=[PYTHON, pip], inherits=folder)
    STAMP.write_text("\n".join(stamp()), "utf-8")


def make_venv() -> None:
    """With pip only where this Python has ensurepip: asked for both, `venv` gives neither where it has not."""
    import subprocess  # noqa: PLC0415
    import venv  # noqa: PLC0415

    say("venv", version=sys.version.split()[0])
    venv.create(VENV, clear=True, symlinks=True)
    subprocess.run([PYTHON, "-m", "ensurepip"], check=False, capture_output=True)


def fail() -> NoReturn:
    """`.venv` is not what its stamp says: the next run begins anew, where this user may take the stamp away."""
    try:
        STAMP.unlink(missing_ok=True)
    except OSError as error:
        refuse("forbidden", folder=ROOT, detail=error.strerror)
    say("failed")
    sys.exit(FAILED)
