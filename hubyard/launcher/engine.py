"""Whether there is an engine, and a client with all it needs: a quick look. Only where something is missing a task installs and starts."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from hubyard.launcher.saying import say

SOCKET: Final = "/var/run/docker.sock"
PLUGIN_FOLDERS: Final = (
    "/usr/libexec/docker",
    "/usr/lib/docker",
    "/usr/local/libexec/docker",
    "/usr/local/lib/docker",
    "~/.docker",
)


def ensure_engine(invoke: Sequence[str]) -> None:
    """Let the task `engine.ensure` do what is to be done, and end with its status where it could not."""
    if os.environ.get("HUBYARD_ENGINE") == "none" or (engine_answers() and client_complete()):
        return
    import subprocess  # noqa: PLC0415  like others of this package: a second run does not pay for it

    say("engine")
    if status := subprocess.run([*invoke, "engine.ensure"], check=False).returncode:
        sys.exit(status)


def engine_answers() -> bool:
    """Yes also for an engine elsewhere (DOCKER_HOST, a context): that is the user's own affair, and only the client knows where it is."""
    import socket  # noqa: PLC0415

    with suppress(OSError):
        if b'"currentContext"' in Path("~/.docker/config.json").expanduser().read_bytes():
            return True
    if os.environ.get("DOCKER_HOST") or os.environ.get("DOCKER_CONTEXT"):
        return True
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(SOCKET)
            connection.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def client_complete() -> bool:
    plugins = (
        [Path(folder).expanduser() / "cli-plugins" / f"docker-{name}" for folder in PLUGIN_FOLDERS] for name in ("buildx", "compose")
    )
    client = [Path(folder) / "docker" for folder in os.get_exec_path()]
    return all(any(os.access(file, os.X_OK) for file in files) for files in (client, *plugins))
