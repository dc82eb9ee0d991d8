"""What goes between a worker and its parent: values, each behind its length."""

import pickle
import socket
import struct
import threading
from collections.abc import Sequence

from hubyard.drivers.signals import held

LENGTH = struct.Struct("!I")
PIECE = 1 << 16


def frame(value: object) -> bytes:
    content = pickle.dumps(value)
    return LENGTH.pack(len(content)) + content


class Receiver:
    """Of one end. Nothing but what a process of ours sent to its own fork, or got from it, comes this way, so it may be pickled."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._rest = b""
        self.over = False
        """The other side has closed its end; what is left was cut off."""

    def fileno(self) -> int:
        return self._end.fileno()

    def close(self) -> None:
        self._end.close()

    def read(self) -> Sequence[object]:
        """Wait for something, and give what is whole of it."""
        try:
            piece = self._end.recv(PIECE)
        except ConnectionResetError:
            piece = b""
        self.over = not piece
        self._rest += piece
        values = []
        while (value := self._next()) is not None:
            values.append(value)
        return values

    def _next(self) -> object | None:
        if len(self._rest) < LENGTH.size:
            return None
        (length,) = LENGTH.unpack_from(self._rest)
        content, rest = self._rest[LENGTH.size : LENGTH.size + length], self._rest[LENGTH.size + length :]
        if len(content) < length:
            return None
        self._rest = rest
        return pickle.loads(content)  # type: ignore[no-any-return]  # noqa: S301  see above


class Sender:
    """Of the worker. To tell something never waits: the parent may be stopped (Ctrl-Z), and no build is to stand still for that."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._rest = bytearray()
        self._guard = threading.Lock()
        self._heard = True
        self.finished = False

    def tell(self, value: object) -> None:
        """What does not go now goes with the next. Whole or not at all, whatever signal comes."""
        content = frame(value)
        with held(), self._guard:
            self._rest += content
            self._send(socket.MSG_DONTWAIT)

    def finish(self, value: object) -> None:
        """The last: waits until all has gone. To be called when nothing is held any more."""
        content = frame(value)
        with held(), self._guard:
            self._rest += content
            self._send(0)
            self.finished = True

    def _send(self, flags: int) -> None:
        """To nobody once the parent has gone: the work goes on, or is being ended in order."""
        while self._heard and self._rest:
            try:
                sent = self._end.send(self._rest[:PIECE], flags | socket.MSG_NOSIGNAL)
            except BlockingIOError:
                return
            except OSError:
                self._heard = False
            else:
                del self._rest[:sent]
