"""Oracle Cloud's flexible shapes: the least of one that is enough, and its price."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from math import ceil
from pathlib import Path
from typing import Final

from hubyard.diagnosis.sizing.values import Offer, PriceList, Shape

GIB: Final = 1024**3
PAGES_SHARE: Final = 1 / 64
"""The kernel's own book of pages: 64 bytes for each of 4 KiB (`struct page`, Documentation/mm/vmemmap_dedup.rst)."""
KERNEL_BYTES: Final = 256 * 1024**2
"""Firmware, the kernel itself and what it keeps at boot. With the pages, a machine of 8 GiB shows a MemTotal of 7.6 GiB."""
CENT: Final = Decimal("0.01")


@cache
def oracle_prices() -> PriceList:
    return parse_prices(Path(__file__).with_name("oracle_shapes.toml").read_text(encoding="utf-8"))


def parse_prices(text: str) -> PriceList:
    """Of our own file. Raises KeyError, TypeError or TOMLDecodeError where that is broken."""
    found = tomllib.loads(text, parse_float=Decimal)
    shapes = tuple(Shape(**shape) for shape in found.pop("shape"))
    return PriceList(**found, shapes=shapes)


def usable_bytes(gib: int) -> int:
    """What the system sees of a machine's memory, MemTotal."""
    return int(gib * GIB * (1 - PAGES_SHARE)) - KERNEL_BYTES


def least_offer(shape: Shape, *, needed_bytes: Callable[[int], int], cpus: int | None, hours_a_month: int) -> Offer | None:
    """With as many processors as the host has now, and more only where the memory asks for it. None where the shape ends before that.

    needed_bytes: of a host with so much memory: the reserve grows with it
    """
    wanted_ocpus = ceil((cpus or 1) / shape.threads)
    enough = (gib for gib in range(wanted_ocpus, shape.most_gib + 1) if usable_bytes(gib) >= needed_bytes(usable_bytes(gib)))
    gib = next(enough, None)
    if gib is None:
        return None
    ocpus = max(wanted_ocpus, ceil(gib / shape.most_gib_per_ocpu))
    if ocpus > shape.most_ocpus:
        return None
    return Offer(shape=shape, ocpus=ocpus, gib=gib, month_price=month_price(shape, ocpus=ocpus, gib=gib, hours=hours_a_month))


def month_price(shape: Shape, *, ocpus: int, gib: int, hours: int) -> Decimal:
    """Without disks, traffic and taxes."""
    return (hours * (ocpus * shape.ocpu_price + gib * shape.gib_price)).quantize(CENT)
