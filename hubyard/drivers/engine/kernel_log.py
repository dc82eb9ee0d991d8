"""The kernel's log read once, as root, where we may not follow it (`hubyard.drivers.host.kernel_log`)."""

from typing import TYPE_CHECKING, Final

from hubyard.engine.as_root import Way
from hubyard.engine.kernel_log import LOG_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hubyard.drivers.engine.as_root import AsRoot

LIMITS_S: Final = {Way.ROOT: 5.0, Way.SUDO: 5.0, Way.CONTAINER: 20.0}
"""A build that failed waits for it: a name is worth no more."""


def read_past_log(as_root: "AsRoot", *, limits_s: "Mapping[Way, float]" = LIMITS_S) -> str:
    """All that the kernel remembers, at most `MOST_BYTES`; "" where it cannot be had. Once a limit has passed nothing else is tried."""
    for one in as_root.tries(LOG_SCRIPT, limits_s=limits_s):
        if one.ended.output or one.ended.status is None:
            return one.ended.output
    return ""
