"""Which contract tests may run side by side, and what people's folders hold."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

HERE = Path(__file__).parent
OF_THE_ENGINE = {"engine", "gateway"}
"""They share the engine's images and networks, port numbers, and the kernel's log."""
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


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of the engine in one process, in their order; the others have folders of their own and go where there is room."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.relative_to(HERE).parts[0] in OF_THE_ENGINE:
            item.add_marker(pytest.mark.xdist_group("engine"))
