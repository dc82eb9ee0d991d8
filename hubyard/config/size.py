"""Sizes as people write them in settings: `"1.5 GB"`, `"512 MiB"`, `"2g"`, or a plain number of bytes."""

import re
from decimal import Decimal
from typing import Final

UNITS: Final = {"": 1, "b": 1} | {
    unit: base**power
    for power, letter in enumerate("kmgt", start=1)
    for unit, base in ((letter, 1000), (f"{letter}b", 1000), (f"{letter}ib", 1024))
}
SIZE: Final = re.compile(r"\s*([0-9]{1,18}(?:\.[0-9]{1,9})?)\s*([A-Za-z]*)\s*")
WRITTEN: Final = {"TiB": 1024**4, "TB": 1000**4, "GiB": 1024**3, "GB": 1000**3, "MiB": 1024**2, "MB": 1000**2, "KiB": 1024, "kB": 1000}
"""Greatest first. Of two units of one letter the binary one: what it divides without rest was meant so."""


def parse_size(written: object) -> int:
    """Bytes. Raises ValueError for what is no size; decimal units are powers of 1000, `KiB` and the like of 1024."""
    if isinstance(written, bool) or not isinstance(written, int | str):
        raise ValueError('a size such as "1.5 GB"')  # noqa: TRY004  one kind of failure, whatever was written
    found = SIZE.fullmatch(str(written))
    if found is None or found[2].lower() not in UNITS:
        raise ValueError('a size such as "1.5 GB" or "512 MiB"')
    return int(Decimal(found[1]) * UNITS[found[2].lower()])


def write_size(size_bytes: int) -> str:
    """The shortest text that `parse_size` reads back as exactly this."""
    for unit, factor in WRITTEN.items():
        if size_bytes and size_bytes % factor == 0:
            return f"{size_bytes // factor} {unit}"
    return str(size_bytes)
