"""The least shape that is enough, and the list of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hubyard.diagnosis.sizing.shapes import GIB, least_offer, month_price, oracle_prices, parse_prices, usable_bytes
from hubyard.diagnosis.sizing.values import PriceList, Shape

SHAPE = Shape(
    name="VM.Toy.Flex",
    series="Toy",
    architecture="x86_64",
    threads=2,
    most_ocpus=3,
    most_gib=160,
    most_gib_per_ocpu=64,
    ocpu_price=Decimal("0.03"),
    gib_price=Decimal("0.002"),
)
ARM = replace(SHAPE, threads=1)

CASES = {  # shape, needed in GiB, processors, OCPUs and GiB
    "nothing_needs_the_least": (SHAPE, 0.0, 1, (1, 1)),
    "what_the_system_sees_is_less": (SHAPE, 8.0, 2, (1, 9)),
    "just_enough": (SHAPE, usable_bytes(8) / GIB, 2, (1, 8)),
    "processors_as_now": (SHAPE, 7.0, 4, (2, 8)),
    "odd_processors_get_a_whole_ocpu": (SHAPE, 7.0, 3, (2, 8)),
    "unknown_processors_get_one": (SHAPE, 7.0, None, (1, 8)),
    "each_arm_ocpu_is_one_processor": (ARM, 7.0, 3, (3, 8)),
    "never_less_than_a_gib_for_each_ocpu": (ARM, 0.5, 3, (3, 3)),
    "much_memory_needs_more_ocpus": (SHAPE, 100.0, 2, (2, 102)),
    "largest": (SHAPE, usable_bytes(160) / GIB, 2, (3, 160)),
    "one_byte_more_than_the_largest": (SHAPE, (usable_bytes(160) + 1) / GIB, 2, None),
    "more_processors_than_there_are": (SHAPE, 7.0, 8, None),
}


@pytest.mark.parametrize(("shape", "needed_gib", "cpus", "enough"), CASES.values(), ids=CASES)
def test_least_offer(shape: Shape, needed_gib: float, cpus: int | None, enough: tuple[int, int] | None) -> None:
    found = least_offer(shape, needed_bytes=always(int(needed_gib * GIB)), cpus=cpus, hours_a_month=744)
    assert (found and (found.ocpus, found.gib)) == enough


def always(needed_bytes: int) -> Callable[[int], int]:
    return lambda _: needed_bytes


def test_least_offer_keeps_the_reserve_of_the_greater_host() -> None:
    found = least_offer(SHAPE, needed_bytes=lambda total_bytes: 7 * GIB + total_bytes // 10, cpus=2, hours_a_month=744)
    assert found is not None
    assert (found.gib, found.month_price) == (9, Decimal("35.71"))


def test_month_price_is_of_ocpus_and_memory_apart() -> None:
    assert month_price(SHAPE, ocpus=2, gib=16, hours=744) == Decimal("68.45")


USABLE = {1: 0.73, 8: 7.62, 16: 15.5, 64: 62.75}


@pytest.mark.parametrize(("gib", "seen_gib"), USABLE.items())
def test_usable_bytes(gib: int, seen_gib: float) -> None:
    assert usable_bytes(gib) / GIB == pytest.approx(seen_gib, abs=0.01)


def test_parse_prices() -> None:
    assert parse_prices(TEXT) == PriceList(
        currency="EUR",
        hours_a_month=744,
        prices_source="https://prices.test/",
        prices_seen=date(2026, 1, 17),
        limits_source="https://limits.test/",
        shapes=(SHAPE,),
    )


TEXT = """
currency = "EUR"
hours_a_month = 744
prices_source = "https://prices.test/"
prices_seen = 2026-01-17
limits_source = "https://limits.test/"
[[shape]]
name = "VM.Toy.Flex"
series = "Toy"
architecture = "x86_64"
threads = 2
most_ocpus = 3
most_gib = 160
most_gib_per_ocpu = 64
ocpu_price = 0.03
gib_price = 0.002
"""


def test_our_list_has_shapes_for_both_processors_with_a_source_and_prices() -> None:
    prices = oracle_prices()
    assert {shape.architecture for shape in prices.shapes} == {"x86_64", "aarch64"}
    assert all(source.startswith("https://") for source in (prices.prices_source, prices.limits_source))
    assert all(0 < shape.gib_price < shape.ocpu_price for shape in prices.shapes)
