"""Where the engine is, as the docker command line finds it: DOCKER_HOST, DOCKER_CONTEXT, the current context, the default socket."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from hubyard.errors import EngineElsewhereSilent, EngineMissing

DEFAULT_CONTEXT = "default"
DEFAULT_URL = "unix:///var/run/docker.sock"


@dataclass(frozen=True, kw_only=True)
class Address:
    """`context` is also the name of the builder that is the engine's own; `tls` goes to docker-py as it is."""

    url: str
    context: str = DEFAULT_CONTEXT
    tls: Any = field(default=False, repr=False)

    @property
    def socket_path(self) -> str | None:
        return self.url.removeprefix("unix://") if self.url.startswith("unix://") else None

    @property
    def ssh_host(self) -> str | None:
        """Nobody's but another host's: docker-py would start ssh, which may ask, to find out."""
        return urlsplit(self.url).hostname if self.url.startswith("ssh://") else None


def find_address(environ: Mapping[str, str] = os.environ) -> Address:
    """Raises EngineElsewhereSilent for a context or for certificates that are not there."""
    from docker.errors import DockerException  # noqa: PLC0415  90 ms, only where the engine is asked

    try:
        return _of_variable(environ) if environ.get("DOCKER_HOST") else _of_context(environ)
    except DockerException as problem:
        raise EngineElsewhereSilent(address=environ.get("DOCKER_HOST", ""), detail=type(problem).__name__) from None


def silence(address: str, detail: str) -> EngineMissing | EngineElsewhereSilent:
    """As an error: only this host's own engine is ours to start."""
    return (EngineMissing if address == DEFAULT_URL else EngineElsewhereSilent)(address=address, detail=detail)


def _of_variable(environ: Mapping[str, str]) -> Address:
    from docker.utils import kwargs_from_env  # noqa: PLC0415

    found = kwargs_from_env(environment=dict(environ))
    return Address(url=_as_written(found["base_url"]), tls=found.get("tls", False))


def _of_context(environ: Mapping[str, str]) -> Address:
    from docker.context import ContextAPI  # noqa: PLC0415
    from docker.context.config import get_current_context_name  # noqa: PLC0415

    name = environ.get("DOCKER_CONTEXT") or get_current_context_name() or DEFAULT_CONTEXT
    if name == DEFAULT_CONTEXT:
        return Address(url=DEFAULT_URL)
    chosen = ContextAPI.kwargs_from_context(name)
    if not chosen:
        raise EngineElsewhereSilent(address=name, detail="no_such_context")
    return Address(url=_as_written(chosen["base_url"]), context=name, tls=chosen.get("tls", False))


def _as_written(url: str) -> str:
    """As a person wrote it: docker-py turns `unix:///x` into `http+unix:///x`."""
    return url.replace("http+unix://", "unix://", 1)
