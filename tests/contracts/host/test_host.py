"""What a host must do, this one and the fake one."""

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubyard.drivers.host.linux_host import LinuxHost
from hubyard.host.port import Host
from tests.contracts.engine.ordinary_user import as_ordinary_user, their_folder
from tests.fakes.host import FakeHost


@pytest.fixture(params=[LinuxHost, FakeHost])
def host(request: pytest.FixtureRequest) -> Host:
    made: Host = request.param()
    return made


def test_memory_has_less_available_than_there_is(host: Host) -> None:
    memory = host.memory()
    assert 0 < memory.available_bytes <= memory.total_bytes


def test_identity_has_the_memory_of_the_host(host: Host) -> None:
    assert host.identity().memory_bytes == host.memory().total_bytes
    assert host.identity().name
    assert host.identity().kernel


def test_free_bytes_of_a_folder_to_come(host: Host, tmp_path: Path) -> None:
    assert host.free_bytes(tmp_path / "not" / "yet") > 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_free_bytes_below_a_folder_that_we_may_not_enter() -> None:
    """The engine's folder, to all but root."""
    with their_folder() as home, tempfile.TemporaryDirectory() as closed:
        folder = Path(closed) / "images"
        folder.mkdir()
        assert as_ordinary_user(lambda: LinuxHost().free_bytes(folder), home=home) > 0


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_port_holder_of_this_host_is_named(taken: int) -> None:
    holder = LinuxHost().port_holder(taken)
    assert holder is not None
    assert f"(pid {os.getpid()})" in holder


def test_port_holder_of_the_fake_is_what_was_put_in() -> None:
    assert FakeHost(holders={4400: "nginx (pid 7)"}).port_holder(4400) == "nginx (pid 7)"


def test_free_port_has_no_holder(host: Host, taken: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        free = other.getsockname()[1]
    assert free != taken
    assert host.port_holder(free) is None


def test_port_that_is_bound_and_does_not_listen_is_taken() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        assert LinuxHost().port_holder(bound.getsockname()[1]) == ""
