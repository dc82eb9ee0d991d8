"""What sizing says. Sizes in bytes; a GiB is 1024^3 of them, which Oracle calls a GB."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hubyard.diagnosis.heard import Unread


class Known(StrEnum):
    """What is known of a hub's build. All but the first make a sum a lower bound."""

    MEASURED = "measured"
    KILLED = "killed"
    """by the kernel, and none went well since: it needs more than it had"""
    THRASHED = "thrashed"
    """ended because it only fought for memory, likewise"""
    UNFINISHED = "unfinished"
    """none went well yet"""
    CACHED = "cached"
    """none that began from scratch went well yet: what comes from the cache needs no memory"""
    NEVER = "never"
    """not measured yet"""
    UNREAD = "unread"
    """the history could not be read"""


class Fits(StrEnum):
    YES = "yes"
    UNKNOWN = "unknown"
    """what is known of it fits, and something is not known"""
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class HubSize:
    """A hub.

    resident_bytes: what its containers hold now; None where none runs, or it cannot be read
    peak_bytes: the greatest that its builds were seen to need, 0 where nothing was seen
    counted_bytes: its build in the sums: what the gate would grant it, or the peak alone where that is a lower bound
    """

    slug: str
    name: str
    resident_bytes: int | None
    peak_bytes: int
    counted_bytes: int
    known: Known

    @property
    def complete(self) -> bool:
        return self.known is Known.MEASURED and self.resident_bytes is not None


@dataclass(frozen=True, kw_only=True)
class Resident:
    """What all that runs now uses, without page cache and without builds.

    hubs_bytes, others_bytes: containers of hubs, and all others; None where they cannot be told from the rest
    system_bytes: the rest
    """

    hubs_bytes: int | None
    others_bytes: int | None
    system_bytes: int

    @property
    def total_bytes(self) -> int:
        return (self.hubs_bytes or 0) + (self.others_bytes or 0) + self.system_bytes


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A flexible shape of Oracle Cloud. Memory comes in whole GiB, at least one for each OCPU. Prices are for an hour.

    series: as the console groups them
    threads: what the system sees as processors for each OCPU
    """

    name: str
    series: str
    architecture: str
    threads: int
    most_ocpus: int
    most_gib: int
    most_gib_per_ocpu: int
    ocpu_price: Decimal
    gib_price: Decimal


@dataclass(frozen=True, kw_only=True)
class PriceList:
    """List prices, as they were on the day `prices_seen`."""

    currency: str
    hours_a_month: int
    prices_source: str
    prices_seen: date
    limits_source: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The least of a shape that is enough. `month_price` of OCPUs and memory together, rounded to cents."""

    shape: Shape
    ocpus: int
    gib: int
    month_price: Decimal


@dataclass(frozen=True, kw_only=True)
class Need:
    """To build so many hubs at once beside all that runs.

    builds_bytes: the so many greatest; copy_bytes: the new container beside the old one while a hub is switched
    reserve_bytes: as the gate keeps it on this host
    at_least: something is missing in the sum
    offers: in the order of the price list, those for this host's processor first; without those that are too small
    """

    at_once: int
    resident_bytes: int
    builds_bytes: int
    copy_bytes: int
    reserve_bytes: int
    at_least: bool
    fits: Fits
    offers: tuple[Offer, ...] = ()

    @property
    def total_bytes(self) -> int:
        return self.resident_bytes + self.builds_bytes + self.copy_bytes + self.reserve_bytes


@dataclass(frozen=True, kw_only=True)
class Sizing:
    """Of one host. `host` as it was named, "" for this one.

    total_bytes, resident: None where its memory cannot be read; then there are no needs either
    needs: for 1, 2, 4 and all hubs at once
    at_once, at_most: how many builds at once are known to fit here, and how many are not known not to
    unread: by the name of the probe
    """

    host: str
    total_bytes: int | None
    cpus: int | None
    architecture: str
    resident: Resident | None
    hubs: tuple[HubSize, ...]
    needs: tuple[Need, ...]
    at_once: int
    at_most: int
    prices: PriceList
    unread: Mapping[str, Unread] = field(default_factory=dict)

    @property
    def next_need(self) -> Need | None:
        """The first that does not fit here."""
        return next((need for need in self.needs if need.fits is Fits.NO), None)
