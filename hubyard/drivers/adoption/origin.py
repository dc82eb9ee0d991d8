"""Where a checkout came from, as git says it. No network, no prompt, and nothing is written, the index included."""

from pathlib import Path
from typing import Final

from hubyard.adoption.values import Origin
from hubyard.drivers.checkout.git import run_git
from hubyard.drivers.programs import ProgramExit

LIMIT_S: Final = 20.0


def read_origin(folder: Path) -> Origin | None:
    """Of the checkout that `folder` is in; None where it is in none, or where there is no git."""
    try:
        root = _git(folder, "rev-parse", "--show-toplevel")
    except OSError:
        return None
    if not root.good:
        refused = "dubious ownership" in root.errors
        return Origin(root=folder, problem="dubious ownership") if refused else None
    place = Path(root.output.removesuffix("\n"))
    branch = _git(place, "symbolic-ref", "--quiet", "--short", "HEAD").output.strip()
    remotes = _git(place, "remote").output.split()
    remote, merge = _upstream(place, branch)
    if remote in remotes:
        return Origin(root=place, remote=remote, branch=merge or None)
    only = remotes[0] if len(remotes) == 1 else next((name for name in remotes if name == "origin"), None)
    return Origin(root=place, remote=only, several=() if only else tuple(remotes), branch=branch or None)


def _upstream(place: Path, branch: str) -> tuple[str, str]:
    if not branch:
        return "", ""
    found = _git(place, "for-each-ref", "--format=%(upstream:remotename) %(upstream:remoteref)", f"refs/heads/{branch}")
    remote, _, reference = found.output.strip().partition(" ")
    return remote, reference.removeprefix("refs/heads/")


def _git(folder: Path, *words: str) -> ProgramExit:
    return run_git(folder, words, limit_s=LIMIT_S)
