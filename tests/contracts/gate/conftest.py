"""Processes at one gate, in a folder of their own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hubyard.config.yard import GateSettings
from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.build_cgroups import BuildCgroups
from hubyard.events import tell_nobody
from tests.contracts.gate.party import Part, Party
from tests.fakes.host import FakeHost

Start = Callable[..., Party]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a party: fields of Part, and `uid`, `groups`. All have ended when the test ends."""
    with ExitStack() as parties:

        def started(*, uid: int | None = None, groups: tuple[int, ...] = (), **part: object) -> Party:
            fields: dict[str, Any] = {"folder": str(tmp_path), **part}
            party = Party(Part(**fields), uid=uid, groups=groups)
            parties.callback(party.close)
            return party

        yield started


@pytest.fixture
def gate(tmp_path: Path) -> KernelGate:
    settings = GateSettings(directory=str(tmp_path / "gate/v1"), old_lock=str(tmp_path / "old.lock"))
    return KernelGate(settings, socket_group=None, tell=tell_nobody, host=FakeHost(), cgroups=BuildCgroups(tmp_path / "cgroup"))
