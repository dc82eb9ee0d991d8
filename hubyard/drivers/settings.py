"""The files of a yard, read."""

from pathlib import Path
from typing import Final

from hubyard.config.assembling import HUB_FILE, YARD_FILE, assemble_yard
from hubyard.config.yard import Yard
from hubyard.errors import SettingsUnreadable, YardMissing

LONGEST_BYTES: Final = 1024**2
"""What is longer is no settings file; reading it whole would only cost memory."""


def read_yard(folder: Path) -> Yard:
    """Yard in `folder`: yard.toml if there is one, and hub.toml of each folder in it. Symlinks in the path are resolved first.

    Raises YardMissing for a folder with neither, SettingsUnreadable, SettingsInvalid.
    """
    place = folder.expanduser().absolute()
    try:
        place = place.resolve()
        yard_text = read_settings(place / YARD_FILE)
        folders = sorted(one for one in place.iterdir() if not one.name.startswith(".") and one.is_dir())
    except (FileNotFoundError, NotADirectoryError):
        raise YardMissing(folder=place) from None
    except (OSError, RuntimeError) as fault:  # RuntimeError: a loop of symlinks
        raise SettingsUnreadable(file=place, detail=getattr(fault, "strerror", None) or str(fault)) from None
    texts = {one.name: text for one in folders if (text := read_settings(one / HUB_FILE)) is not None}
    if yard_text is None and not texts:
        raise YardMissing(folder=place)
    return assemble_yard(folder=place, yard_text=yard_text, hub_texts=texts)


def read_settings(file: Path) -> str | None:
    """Text of a settings file, None if it is not there. Raises SettingsUnreadable."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LONGEST_BYTES + 1)
        if len(content) > LONGEST_BYTES:
            raise SettingsUnreadable(file=file, detail=f"more than {LONGEST_BYTES} bytes")
        return content.decode("utf-8-sig").replace("\r\n", "\n")  # editors on Windows put a mark in front, which TOML does not know
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError as fault:
        raise SettingsUnreadable(file=file, detail=f"not UTF-8 (byte {fault.start + 1})") from None
    except OSError as fault:
        raise SettingsUnreadable(file=file, detail=fault.strerror or str(fault)) from None
