"""Scripts run as root by whoever may: us as root, sudo without a password, or a short privileged container."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from shutil import which
from typing import Final

from hubyard.drivers.programs import ProgramExit, run_program
from hubyard.engine.as_root import Way, as_root, by_container, by_sudo
from hubyard.errors import HubyardError

IMAGES_TRIED: Final = 3


@dataclass(frozen=True, kw_only=True)
class Try:
    """A run that ended. It may have been none of the script, but of what should have run it: only who wrote the script can tell."""

    way: Way
    ended: ProgramExit


class AsRoot:
    """Never asks for anything, never raises.

    images: references of images that are here and should have a shell, the likeliest first
    prefix: the engine's client with its own options
    ways: which ones to try, in this order; left out, those that this user may have
    """

    def __init__(
        self, *, images: Callable[[], Sequence[str]], prefix: Callable[[], Sequence[str]], ways: Sequence[Way] | None = None
    ) -> None:
        self._images, self._prefix = images, prefix
        self._ways = tuple(ways_of_user() if ways is None else ways)

    def tries(self, script: str, *, limits_s: Mapping[Way, float]) -> Iterator[Try]:
        """Each as it ends, the likeliest way first, none longer than its limit. Who is content with one takes no more of them."""
        for way in self._ways:
            for argv in self._argvs(way, script):
                with suppress(OSError):  # no such program
                    yield Try(way=way, ended=run_program(argv, limit_s=limits_s[way]))

    def keep(self, *ways: Way) -> None:
        """From now on only these, as they have proved to work; none: nothing is tried any more."""
        self._ways = ways

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
