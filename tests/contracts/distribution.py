"""Programs that a test tries, from the distribution: none passes because what it tries is absent."""

from shutil import which

from hubyard.drivers.bootstrap.packages import Packages
from hubyard.events import tell_nobody


def ensure_program(program: str, *, package: str) -> None:
    """Raises RootNeeded where nobody may install it."""
    if which(program) is None:
        Packages(tell=tell_nobody).install([package], purpose="base_image")
