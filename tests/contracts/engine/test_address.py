"""Where the engine is found, and what is said where it is not."""

import hashlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubyard.drivers.engine.address import DEFAULT_URL, Address, find_address
from hubyard.drivers.engine.connection import Connection
from hubyard.drivers.engine.reachable import check_socket
from hubyard.errors import EngineElsewhere, EngineElsewhereSilent, EngineMissing, HubyardError


@pytest.fixture
def contexts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docker configuration with a context "other", which is chosen."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    (tmp_path / "config.json").write_text(json.dumps({"currentContext": "other"}), encoding="utf-8")
    meta = tmp_path / "contexts" / "meta" / hashlib.sha256(b"other").hexdigest() / "meta.json"
    meta.parent.mkdir(parents=True)
    endpoints = {"docker": {"Host": "unix:///run/other.sock", "SkipTLSVerify": False}}
    meta.write_text(json.dumps({"Name": "other", "Metadata": {}, "Endpoints": endpoints}), encoding="utf-8")
    return tmp_path


FOUND = {
    "variable": ({"DOCKER_HOST": "unix:///run/x.sock", "DOCKER_CONTEXT": "other"}, "unix:///run/x.sock", "default"),
    "variable_tcp": ({"DOCKER_HOST": "tcp://192.0.2.1:2375"}, "tcp://192.0.2.1:2375", "default"),
    "variable_ssh": ({"DOCKER_HOST": "ssh://me@elsewhere"}, "ssh://me@elsewhere", "default"),
    "empty_variable": ({"DOCKER_HOST": ""}, "unix:///run/other.sock", "other"),
    "chosen_context": ({}, "unix:///run/other.sock", "other"),
    "named_context": ({"DOCKER_CONTEXT": "default"}, DEFAULT_URL, "default"),
}


@pytest.mark.usefixtures("contexts")
@pytest.mark.parametrize(("environ", "url", "context"), FOUND.values(), ids=FOUND)
def test_find_address(environ: dict[str, str], url: str, context: str) -> None:
    found = find_address(environ)
    assert (found.url, found.context) == (url, context)


@pytest.mark.usefixtures("contexts")
@pytest.mark.parametrize(
    "environ",
    [{"DOCKER_CONTEXT": "none"}, {"DOCKER_HOST": "tcp://192.0.2.1:2376", "DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/nowhere"}],
)
def test_find_address_that_is_not_there(environ: dict[str, str]) -> None:
    with pytest.raises(EngineElsewhereSilent):
        find_address(environ)


MISSING = ["unix:///nowhere/docker.sock", "tcp://127.0.0.1:9", "nonsense://x"]


@pytest.mark.parametrize("url", MISSING)
def test_engine_elsewhere_that_does_not_answer_is_silent(url: str) -> None:
    connection = Connection(Address(url=url))
    assert not connection.answers()
    with pytest.raises(EngineElsewhereSilent) as caught, connection.asked("info") as api:
        api.info()
    assert caught.value.address == url


def test_engine_behind_ssh_is_elsewhere_without_asking_it() -> None:
    with pytest.raises(EngineElsewhere) as caught, Connection(Address(url="ssh://me@far.example:22")).asked("info") as api:
        api.info()
    assert caught.value.engine_host == "far.example"


def test_file_in_place_of_the_socket_is_missing(tmp_path: Path) -> None:
    (tmp_path / "docker.sock").touch()
    with pytest.raises(EngineMissing):
        check_socket(tmp_path / "docker.sock", address=DEFAULT_URL)


def test_socket_of_another_address_that_is_not_there_is_silent(tmp_path: Path) -> None:
    with pytest.raises(EngineElsewhereSilent):
        check_socket(tmp_path / "docker.sock", address="x")


@pytest.fixture
def closed_socket() -> Iterator[Path]:
    """As the engine makes it: for root and a group. In a folder that everybody may look into."""
    file = Path("/tmp") / f"hubyard-test-{os.getpid()}.sock"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(file))
        listening.listen()
        file.chmod(0o660)
        yield file
    file.unlink()


@pytest.fixture
def left_over_socket(closed_socket: Path) -> Iterator[Path]:
    """Bound by somebody who was killed."""
    file = closed_socket.with_suffix(".old.sock")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(file))
        listening.listen()
    file.chmod(0o660)
    yield file
    file.unlink()


NOBODY, NOGROUP, DAEMON = 65534, 65534, 1
NAMELESS = 65011
"""An id that nobody has: of a container that was started with `--user`, beside the host's socket."""
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
FORBIDDEN = {
    "not_in_the_group": (DAEMON, "engine_forbidden(address='x', user='nobody', group='daemon')"),
    "group_without_a_name": (NAMELESS, "engine_forbidden(address='x', user='nobody', group='65011')"),
    "in_the_group_since": (NOGROUP, "group_not_yet_active(address='x', user='nobody', group='nogroup')"),
}


@AS_ROOT
@pytest.mark.parametrize(("group", "expected"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_socket_that_we_may_not_use(closed_socket: Path, group: int, expected: str) -> None:
    os.chown(closed_socket, 0, group)
    assert said_as_nobody(closed_socket) == expected


@AS_ROOT
def test_socket_that_we_may_not_use_without_having_a_name(closed_socket: Path) -> None:
    os.chown(closed_socket, 0, NAMELESS)
    assert said_as(NAMELESS, closed_socket) == "engine_forbidden(address='x', user='65011', group='65011')"


@AS_ROOT
@pytest.mark.parametrize("group", [DAEMON, NOGROUP])
def test_socket_that_we_may_not_use_and_nobody_listens_on_is_a_missing_engine(left_over_socket: Path, group: int) -> None:
    os.chown(left_over_socket, 0, group)
    assert said_as_nobody(left_over_socket, address=DEFAULT_URL) == f"engine_missing(address='{DEFAULT_URL}', detail='nobody_listens')"


@AS_ROOT
def test_socket_that_we_may_not_use_is_known_through_a_link(closed_socket: Path) -> None:
    os.chown(closed_socket, 0, DAEMON)
    link = closed_socket.with_suffix(".link.sock")
    link.symlink_to(closed_socket)
    said = said_as_nobody(link)
    link.unlink()
    assert said.startswith("engine_forbidden")


def said_as_nobody(file: Path, *, address: str = "x") -> str:
    return said_as(NOBODY, file, address=address)


def said_as(user: int, file: Path, *, address: str = "x") -> str:
    """In a child that is that user and has lost its groups, as a session that began before it got them."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(12345)
            os.setuid(user)
            check_socket(file, address=address)
        except HubyardError as problem:
            os.write(writing, str(problem).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as said:
        return said.read()
