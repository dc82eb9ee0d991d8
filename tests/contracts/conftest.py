"""What people's folders hold."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

NOBODY = 65534


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """One that is closed to us, as a database's data often is, in one that is open. Root, whom nothing keeps out, is nobody meanwhile."""
    we = os.geteuid()
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        closed = Path(name, "data")
        closed.mkdir(mode=0)
        if we == 0:
            os.seteuid(NOBODY)
        try:
            yield closed
        finally:
            os.seteuid(we)
            closed.chmod(0o700)
