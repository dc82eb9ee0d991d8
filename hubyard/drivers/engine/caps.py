"""The limit of a hub's build cgroup, written as root."""

from typing import TYPE_CHECKING, Final

from hubyard.drivers.host.cgroup_files import read_limit_bytes
from hubyard.engine.as_root import Way
from hubyard.engine.cap import REFUSED_STATUS, Cap, NoCap, cap_script
from hubyard.engine.events import CapMissing

if TYPE_CHECKING:
    from hubyard.drivers.engine.as_root import AsRoot
    from hubyard.events import Tell
    from hubyard.host.cgroup_tree import CgroupTree

LIMITS_S: Final = {Way.ROOT: 10.0, Way.SUDO: 15.0, Way.CONTAINER: 120.0}


class Caps:
    """Lets `as_root` remember which way worked, or that none did. Never raises.

    tree: the host's cgroups; None where there are none
    """

    def __init__(self, *, tree: "CgroupTree | None", as_root: "AsRoot", tell: "Tell") -> None:
        self.as_root = as_root
        self._tree, self._tell = tree, tell
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
        for one in self.as_root.tries(cap_script(cap), limits_s=LIMITS_S):
            if one.ended.status == REFUSED_STATUS:
                return NoCap.REFUSED
            if one.ended.good:
                self.as_root.keep(one.way)
                return one.way if is_in_force(cap) else NoCap.ELSEWHERE
        self.as_root.keep()
        return NoCap.NO_RIGHTS


def is_in_force(cap: Cap) -> bool:
    """The kernel rounds down to whole pages."""
    found = read_limit_bytes(cap.folder)
    return found is None if cap.limit_bytes is None else found is not None and found <= cap.limit_bytes
