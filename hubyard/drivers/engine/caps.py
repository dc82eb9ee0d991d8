"""The limit of a hub's build cgroup, written by whoever may: us as root, sudo without a password, or a short privileged container."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from shutil import which
from typing import TYPE_CHECKING, Final

from hubyard.drivers.host.cgroup_files import read_limit_bytes
from hubyard.drivers.programs import run_program
from hubyard.engine.cap import REFUSED_STATUS, Cap, NoCap, Way, as_root, by_container, by_sudo, cap_script
from hubyard.engine.events import CapMissing
from hubyard.errors import HubyardError

if TYPE_CHECKING:
    from hubyard.events import Tell
    from hubyard.host.cgroup_tree import CgroupTree

LIMITS_S: Final = {Way.ROOT: 10.0, Way.SUDO: 15.0, Way.CONTAINER: 120.0}
IMAGES_TRIED: Final = 3


class Caps:
    """Remembers which way worked, and that none did. Never asks for anything, never raises.

    tree: the host's cgroups; None where there are none
    images: references of images that are here and should have a shell, the likeliest first
    prefix: the engine's client with its own options
    ways: which ones to try, in this order; left out, those that this user may have
    """

    def __init__(
        self,
        *,
        tree: "CgroupTree | None",
        images: Callable[[], Sequence[str]],
        prefix: Callable[[], Sequence[str]],
        tell: "Tell",
        ways: Sequence[Way] | None = None,
    ) -> None:
        self._tree, self._images, self._prefix, self._tell = tree, images, prefix, tell
        self._ways = tuple(ways_of_user() if ways is None else ways)
        self._told = False

    def ensure(self, parent: str, limit_bytes: int) -> Way | NoCap | None:
        """Let the cgroup `parent` have at most `limit_bytes`; 0: no limit, also none that an earlier build left.

        Says how it went, None where there was nothing to do. Tells CapMissing, once, where it fails.
        """
        ended = self._ensure(parent, limit_bytes or None)
        if isinstance(ended, NoCap) and not self._told:
            self._told = True
            self._tell(CapMissing(reason=ended))
        return ended

    def _ensure(self, parent: str, limit_bytes: int | None) -> Way | NoCap | None:
        if self._tree is None:
            return NoCap.NO_CGROUPS if limit_bytes else None
        cap = Cap(version=self._tree.version, root=self._tree.root, parent=parent, limit_bytes=limit_bytes)
        if limit_bytes is None and read_limit_bytes(cap.folder) is None:
            return None
        for way in self._ways:
            status = self._run(way, cap_script(cap))
            if status == REFUSED_STATUS:
                return NoCap.REFUSED
            if status == 0:
                self._ways = (way,)
                return way if is_in_force(cap) else NoCap.ELSEWHERE
        self._ways = ()
        return NoCap.NO_RIGHTS

    def _run(self, way: Way, script: str) -> int | None:
        """Status of the first run that was one of the script, and not of what should have run it. None: the deadline, or none such."""
        for argv in self._argvs(way, script):
            with suppress(OSError):  # no such program
                ended = run_program(argv, limit_s=LIMITS_S[way])
                if ended.status in (0, REFUSED_STATUS):
                    return ended.status
        return None

    def _argvs(self, way: Way, script: str) -> Iterator[Sequence[str]]:
        match way:
            case Way.ROOT:
                yield as_root(script)
            case Way.SUDO:
                yield by_sudo(script)
            case Way.CONTAINER:
                with suppress(HubyardError):  # an engine that does not answer will be told of by the build
                    for image in self._images()[:IMAGES_TRIED]:
                        yield by_container(script, image=image, prefix=self._prefix())


def ways_of_user() -> Iterator[Way]:
    if os.geteuid() == 0:
        yield Way.ROOT
    elif which("sudo"):
        yield Way.SUDO
    yield Way.CONTAINER


def is_in_force(cap: Cap) -> bool:
    """The kernel rounds down to whole pages."""
    found = read_limit_bytes(cap.folder)
    return found is None if cap.limit_bytes is None else found is not None and found <= cap.limit_bytes
