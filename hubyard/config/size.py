"""Sizes as people write them in settings: `"1.5 GB"`, `"512 MiB"`, `"2g"`, or a plain number of bytes."""

import re

UNITS = {"": 1, "b": 1, "k": 1000, "kb": 1000, "m": 1000**2, "mb": 1000**2, "g": 1000**3, "gb": 1000**3}
UNITS |= {"kib": 1024, "mib": 1024**2, "gib": 1024**3}
SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*")


def parse_size(written: object) -> int:
    """Bytes. Raises ValueError for what is no size; decimal units are powers of 1000, `KiB` and the like of 1024."""
    if isinstance(written, bool) or not isinstance(written, int | str):
        raise ValueError('a size such as "1.5 GB"')
    found = SIZE.fullmatch(str(written))
    if found is None or found[2].lower() not in UNITS:
        raise ValueError('a size such as "1.5 GB" or "512 MiB"')
    return int(float(found[1]) * UNITS[found[2].lower()])
