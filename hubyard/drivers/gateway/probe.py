"""One GET, over and done with by its deadline whatever the server does."""

import socket
import time
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from hubyard.gateway.port import Answer

if TYPE_CHECKING:
    from typing_extensions import Buffer

LONGEST_BODY_BYTES: Final = 64 * 1024
SHORTEST_S: Final = 0.001
"""A socket's timeout of 0 would mean "do not block"."""


class HttpProbe:
    """Fills `hubyard.gateway.port.Probe` with the standard library; http.client knows neither proxies nor redirects."""

    def get(self, url: str, *, limit_s: float) -> Answer:
        end_s = time.monotonic() + limit_s
        try:
            parts = urlsplit(url)
            if parts.scheme != "http":
                return Answer(status=None, why="only http:// is asked")
            connection = _Connection(parts.hostname or "", parts.port or 80, end_s=end_s)
        except ValueError:
            return Answer(status=None, why="this is no address")
        try:
            connection.request("GET", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", headers={"Connection": "close"})
            response = connection.getresponse()
            body = response.read(LONGEST_BODY_BYTES)
        except TimeoutError:
            return Answer(status=None, why=f"no answer within {limit_s:g} s")
        except ConnectionRefusedError:
            return Answer(status=None, why="nothing listens there")
        except (HTTPException, OSError, ValueError) as error:
            return Answer(status=None, why=_in_words(error))
        finally:
            connection.close()
        return Answer(status=response.status, why=response.reason, body=body.decode(errors="replace"))


class _Connection(HTTPConnection):
    """A connection all of whose reads together have one deadline: a server that sends a byte a second is late, too."""

    def __init__(self, host: str, port: int, *, end_s: float) -> None:
        super().__init__(host, port)
        self._end_s = end_s

    def connect(self) -> None:
        plain = socket.create_connection((self.host, self.port), timeout=_left_s(self._end_s))
        self.sock = _DeadlineSocket(plain, end_s=self._end_s)


class _DeadlineSocket(socket.socket):
    def __init__(self, plain: socket.socket, *, end_s: float) -> None:
        super().__init__(plain.family, plain.type, plain.proto, fileno=plain.detach())
        self._end_s = end_s
        self.settimeout(_left_s(end_s))

    def recv_into(self, buffer: "Buffer", nbytes: int = 0, flags: int = 0) -> int:
        """What `makefile`, and so http.client, reads by."""
        self.settimeout(_left_s(self._end_s))
        return super().recv_into(buffer, nbytes, flags)


def _left_s(end_s: float) -> float:
    left_s = end_s - time.monotonic()
    if left_s <= 0:
        raise TimeoutError
    return max(left_s, SHORTEST_S)


def _in_words(error: Exception) -> str:
    if isinstance(error, ConnectionResetError | BrokenPipeError) or type(error).__name__ == "RemoteDisconnected":
        return "the connection was closed before an answer came"
    if isinstance(error, OSError):
        return error.strerror or "no connection"
    return "the answer is not HTTP"
