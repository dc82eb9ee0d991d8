"""Git, so that it neither asks nor lingers: no prompt, no background upkeep, nothing of ours inherited."""

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from hubyard.drivers.programs import ProgramExit, run_program

SSH_PATIENCE_S = 15
QUIET = ("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "core.askPass=", "-c", "core.fsmonitor=false")
"""Upkeep would go on in the background; a file-system monitor is a daemon that git starts."""
SLOW = ("-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=60")


def run_git(folder: Path, words: Sequence[str], *, limit_s: float, ssh: str | None = None) -> ProgramExit:
    """`ssh` is the command for remotes, see `ssh_command`. Raises FileNotFoundError without git."""
    return run_program(["git", *QUIET, *SLOW, *words], limit_s=limit_s, env=_environment(ssh), cwd=folder)


def ssh_command(folder: Path, *, limit_s: float) -> str:
    """The person's own (a deploy key may hang on it), told not to ask. The variable would hide core.sshCommand."""
    own = os.environ.get("GIT_SSH_COMMAND") or run_git(folder, ["config", "core.sshCommand"], limit_s=limit_s).output.strip()
    return f"{own or shlex.quote(os.environ.get('GIT_SSH', 'ssh'))} -oBatchMode=yes -oConnectTimeout={SSH_PATIENCE_S}"


def _environment(ssh: str | None) -> dict[str, str | None]:
    """GIT_DIR and its like are set where we are called from a hook, and would mean another repository."""
    foreign: dict[str, str | None] = {name: None for name in os.environ if name.startswith("GIT_") and name not in KEPT}
    return {
        **foreign,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": None,
        "SSH_ASKPASS_REQUIRE": "never",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_SSH_COMMAND": ssh or os.environ.get("GIT_SSH_COMMAND"),
    }


KEPT = frozenset(
    {
        "GIT_SSH",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CEILING_DIRECTORIES",
        "GIT_SSL_CAINFO",
        "GIT_SSL_NO_VERIFY",
        "GIT_EXEC_PATH",
        "GIT_SSH_VARIANT",
        "GIT_HTTP_PROXY_AUTHMETHOD",
    }
)
"""How git reaches a remote, not which repository it works in."""
