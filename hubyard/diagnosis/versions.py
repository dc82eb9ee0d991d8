"""Version numbers as programs print them, as something to compare."""

import re
from typing import Final

_NUMBERS: Final = re.compile(r"v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?")


def version_of(text: str) -> tuple[int, int, int] | None:
    """Of "26.1.5+dfsg1", "v0.13.1", "2.26.1-4"; None of what begins otherwise."""
    found = _NUMBERS.match(text.strip())
    return None if found is None else (int(found[1]), int(found[2] or 0), int(found[3] or 0))
