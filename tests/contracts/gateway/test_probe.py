"""The probe against servers of every kind, each a thread that answers one connection with bytes it was given."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from hubyard.drivers.gateway.probe import HttpProbe
from hubyard.gateway.port import Answer, Probe
from tests.fakes.probe import FakeProbe

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"

ANSWERS: dict[str, tuple[bytes, Answer]] = {
    "good": (OK, Answer(status=200, why="OK", body="hi")),
    "redirect_is_not_followed": (
        b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        Answer(status=307, why="Temporary Redirect"),
    ),
    "server_error": (b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy", Answer(status=503, why="Busy", body="busy")),
    "not_utf_8": (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\xff", Answer(status=200, why="OK", body="\ufffd")),
    "until_the_end": (b"HTTP/1.0 200 OK\r\n\r\nall", Answer(status=200, why="OK", body="all")),
    "longer_than_we_read": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000,
        Answer(status=200, why="OK", body="x" * 65_536),
    ),
    "not_http": (b"SSH-2.0-OpenSSH\r\n", Answer(status=None, why="the answer is not HTTP")),
    "closed_without_a_word": (b"", Answer(status=None, why="the connection was closed before an answer came")),
}


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """URL of a server that talks like that to whoever connects first."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                talk(connection)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/a?b"
        thread.join()


@pytest.mark.parametrize(("raw", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_answer(raw: bytes, answer: Answer) -> None:
    with serving(lambda connection: connection.sendall(raw)) as url:
        assert HttpProbe().get(url, limit_s=5) == answer


def test_request_line_has_path_and_query() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        heard = []

        def accept() -> None:
            connection, _ = listener.accept()
            with connection:
                heard.append(connection.recv(65_536).splitlines()[0])
                connection.sendall(OK)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        HttpProbe().get(f"http://127.0.0.1:{listener.getsockname()[1]}/saleshub/api/health?a=1", limit_s=5)
        thread.join()
    assert heard == [b"GET /saleshub/api/health?a=1 HTTP/1.1"]


def test_server_that_never_ends_its_answer_is_late() -> None:
    over = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not over.wait(0.02):  # faster than any timeout of a single read
            try:
                connection.sendall(b".")
            except OSError:
                return

    with serving(drip) as url:
        began_s = time.monotonic()
        answer = HttpProbe().get(url, limit_s=0.3)
        took_s = time.monotonic() - began_s
        over.set()
    assert (answer, took_s < 5) == (Answer(status=None, why="no answer within 0.3 s"), True)


@pytest.mark.parametrize("probe", [HttpProbe(), FakeProbe()], ids=["http", "fake"])
def test_port_on_which_nothing_listens(probe: Probe) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert probe.get(f"http://127.0.0.1:{port}/", limit_s=5) == Answer(status=None, why="nothing listens there")


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(lambda connection: connection.sendall(OK)) as url:
        assert HttpProbe().get(url, limit_s=5).good


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "http://", "http://127.0.0.1:x/", "ftp://127.0.0.1/"])
def test_address_that_cannot_be_asked_is_no_error(url: str) -> None:
    assert HttpProbe().get(url, limit_s=5).status is None
