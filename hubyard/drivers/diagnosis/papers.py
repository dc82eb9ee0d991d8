"""Recordings and pages, in the files that a person named."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from hubyard.errors import AlreadyThere, FolderForbidden, RecordingUnreadable

LONGEST_BYTES: Final = 256 * 1024**2
"""More than all probes of a host may print."""


class HostPapers:
    """Fills `diagnosis.port.Papers`."""

    def read(self, file: Path) -> str:
        try:
            with file.expanduser().open("rb") as opened:
                content = opened.read(LONGEST_BYTES + 1)
        except OSError as error:
            raise RecordingUnreadable(file=file, detail=error.strerror or str(error)) from None
        if len(content) > LONGEST_BYTES:
            raise RecordingUnreadable(file=file, detail=f"> {LONGEST_BYTES} bytes")
        return content.decode(errors="replace")

    def write(self, file: Path, text: str, *, ours: Callable[[str], bool]) -> None:
        place = file.expanduser()
        if os.path.lexists(place) and not self._is_ours(place, ours):
            raise AlreadyThere(file=file)
        try:
            descriptor, new = mkstemp(dir=place.parent, prefix=f".{place.name}.")  # 0600, and so it stays
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as opened:
                    opened.write(text)
                Path(new).replace(place)
            except BaseException:  # an interruption, too: nothing half-written stays beside the file
                Path(new).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise FolderForbidden(folder=place.parent, detail=error.strerror or str(error)) from None

    def _is_ours(self, place: Path, ours: Callable[[str], bool]) -> bool:
        try:
            return place.is_file() and not place.is_symlink() and ours(self.read(place))
        except (OSError, RecordingUnreadable):
            return False
