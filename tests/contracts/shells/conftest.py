"""A real shell here, a real one by a real sshd, and the fake one."""

from collections.abc import Iterator

import pytest

from hubyard.diagnosis.port import Shell
from hubyard.drivers.diagnosis.local_shell import LocalShell
from hubyard.drivers.diagnosis.shells import HostShells
from tests.contracts.shells.sshd import Sshd, running_sshd
from tests.fakes.shells import FakeAnswer, FakeShell

ANSWERS = {
    "echo well": FakeAnswer(text=b"well\n"),
    "exit 3": FakeAnswer(text=b"ill\n", status=3),
    "echo before": FakeAnswer(text=b"before\n", takes_s=30),
    "echo slow": FakeAnswer(text=b"slow\n", takes_s=0.7),
    r"printf '\377\033[1m\n'": FakeAnswer(text=b"\xff\x1b[1m\n"),
    "yes": FakeAnswer(text=b"y\n" * 3 * 1024**2, takes_s=0.3),
    "kill -9 $$": FakeAnswer(status=137),
    "cat; echo after": FakeAnswer(text=b"after\n"),
    "(": FakeAnswer(text=b"sh: syntax error\n", status=2),
}


@pytest.fixture(scope="session")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running_sshd(tmp_path_factory.mktemp("sshd")) as made:
        yield made


@pytest.fixture(params=["local", "ssh"])
def real_shell(request: pytest.FixtureRequest) -> Shell:
    return made(request.param, request)


@pytest.fixture(params=["local", "ssh", "fake"])
def shell(request: pytest.FixtureRequest) -> Shell:
    return made(request.param, request)


def made(kind: str, request: pytest.FixtureRequest) -> Shell:
    if kind == "fake":
        return FakeShell(answers=ANSWERS)
    if kind == "local":
        return LocalShell()
    there: Sshd = request.getfixturevalue("sshd")
    return HostShells(settings=there.settings).on(there.typed, identity=there.key)
