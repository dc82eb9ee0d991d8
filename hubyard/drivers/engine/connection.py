"""The engine's API by docker-py: milliseconds a call, where each run of the command line takes 15 to 150. Its exceptions end here."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hubyard.drivers.engine.address import Address, find_address, silence
from hubyard.drivers.engine.reachable import check_socket
from hubyard.engine.compose_errors import engine_trouble
from hubyard.errors import CommandFailed, EngineElsewhere, EngineLost, HubyardError

if TYPE_CHECKING:
    from docker import APIClient

CALL_LIMIT_S = 30


class Connection:
    """To one engine, opened when first asked for and then kept. `address` is found on its own unless given."""

    def __init__(self, address: Address | None = None) -> None:
        self._given = address

    @cached_property
    def address(self) -> Address:
        return self._given or find_address()

    @cached_property
    def api(self) -> "APIClient":
        """Raises EngineMissing, EngineElsewhereSilent, EngineForbidden, GroupNotYetActive, EngineElsewhere."""
        return self.open(limit_s=CALL_LIMIT_S)

    def open(self, *, limit_s: float | None) -> "APIClient":
        """Another connection, for a call that may be silent for `limit_s` (None: as long as it likes)."""
        from docker import APIClient  # noqa: PLC0415  90 ms, only where the engine is asked
        from docker.errors import DockerException  # noqa: PLC0415

        self._must_be_reachable()
        try:  # the version is asked within the usual limit, also by a connection that may be silent afterwards
            api = APIClient(base_url=self.address.url, tls=self.address.tls, version="auto", timeout=CALL_LIMIT_S)
        except DockerException as problem:
            raise silence(self.address.url, reason(problem)) from None
        api.timeout = limit_s  # type: ignore[assignment]  # requests takes None, and so does docker-py
        return api

    def close(self) -> None:
        """Only needed where a process outlives its engine: tests."""
        if "api" in self.__dict__:
            self.__dict__.pop("api").close()

    def answers(self) -> bool:
        from docker.errors import DockerException  # noqa: PLC0415
        from requests.exceptions import RequestException  # noqa: PLC0415

        try:
            with closing(self.open(limit_s=CALL_LIMIT_S)) as api:
                return bool(api.ping())
        except (HubyardError, DockerException, RequestException):
            return False

    @contextmanager
    def asked(self, during: str) -> Iterator["APIClient"]:
        """The API, with docker-py's exceptions as ours. NotFound passes: what it means is the caller's to say."""
        from docker.errors import APIError, DockerException, NotFound  # noqa: PLC0415
        from requests.exceptions import RequestException  # noqa: PLC0415

        try:
            yield self.api
        except NotFound:
            raise
        except APIError as problem:
            said = str(problem.explanation or problem.status_code)
            raise engine_trouble(said, during=during) or CommandFailed(program=during, detail=said) from None
        except (RequestException, DockerException, OSError) as problem:
            raise EngineLost(during=during, detail=reason(problem)) from None

    def _must_be_reachable(self) -> None:
        if self.address.ssh_host:
            raise EngineElsewhere(address=self.address.url, engine_host=self.address.ssh_host, this_host=os.uname().nodename)
        if self.address.socket_path:
            check_socket(Path(self.address.socket_path), address=self.address.url)


def reason(problem: BaseException) -> str:
    """The innermost cause in the system's own words: "Connection refused", not docker-py's chain of four."""
    seen: list[BaseException] = []
    waiting: list[object] = [problem]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            waiting += [*one.args, one.__cause__, one.__context__, getattr(one, "reason", None)]
    system = next((one.strerror for one in seen if isinstance(one, OSError) and one.strerror), None)
    return system or type(problem).__name__
