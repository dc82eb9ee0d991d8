"""What a host needs to build so many hubs at once beside all that runs: from what was measured, and never by a guess."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hubyard.config.yard import choose
from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.mem01 import room_of
from hubyard.diagnosis.sizing.hubs import hubs_of, size_hubs
from hubyard.diagnosis.sizing.resident import resident_of
from hubyard.diagnosis.sizing.shapes import least_offer
from hubyard.diagnosis.sizing.values import Fits, HubSize, Need, Offer, PriceList, Resident, Sizing
from hubyard.gate.admission import reserve_bytes

AT_ONCE: Final = (1, 2, 4)
TOLD: Final = ("memory", "cpu", "containers", "builds", "yard")
"""Probes of which it is said that they could not be read: something of the sums is missing."""
ASKED: Final = frozenset((*TOLD, "system"))
"""All that it is made of."""


def sizing_of(facts: Facts, *, prices: PriceList, hub: str = "all") -> Sizing:
    """`hub` as `--hub=` has it: whose builds count. What runs counts whoever's it is. Raises UnknownHub."""
    hubs = size_hubs(choose(hub, hubs_of(facts)), facts)
    here = _Here.of(facts)
    needs = [_need(at_once, hubs, here, prices) for at_once in range(1, len(hubs) + 1)] if here.resident else []
    return Sizing(
        host=facts.host,
        total_bytes=here.total_bytes,
        cpus=here.cpus,
        architecture=here.architecture,
        resident=here.resident,
        hubs=hubs,
        needs=tuple(need for need in needs if need.at_once in {*AT_ONCE, len(hubs)}),
        at_once=sum(need.fits is Fits.YES for need in needs),
        at_most=sum(need.fits is not Fits.NO for need in needs),
        prices=prices,
        unread=facts.unread(*TOLD),
    )


@dataclass(frozen=True, kw_only=True)
class _Here:
    """The host as it is. `chosen_reserve`: of yard.toml, None where it does not say."""

    total_bytes: int | None
    resident: Resident | None
    cpus: int | None
    architecture: str
    chosen_reserve: int | None

    @staticmethod
    def of(facts: Facts) -> "_Here":
        memory = None if isinstance(facts.memory, Unread) or facts.memory.total_bytes <= 0 else room_of(facts.memory)
        return _Here(
            total_bytes=memory[0] if memory else None,
            resident=resident_of(facts, hubs_of(facts), used_bytes=memory[0] - memory[1]) if memory else None,
            cpus=None if isinstance(facts.cpu, Unread) else facts.cpu.cpus,
            architecture="" if isinstance(facts.system, Unread) else facts.system.architecture,
            chosen_reserve=None if isinstance(facts.yard, Unread) else facts.yard.reserve_bytes,
        )


def _need(at_once: int, hubs: tuple[HubSize, ...], here: _Here, prices: PriceList) -> Need:
    demand = _Demand(at_once=at_once, hubs=hubs, here=here)
    total_bytes = here.total_bytes or 0
    return Need(
        at_once=at_once,
        resident_bytes=demand.resident_bytes,
        builds_bytes=demand.builds_bytes,
        copy_bytes=demand.copy_bytes,
        reserve_bytes=reserve_bytes(total_bytes=total_bytes, chosen=here.chosen_reserve),
        at_least=demand.at_least,
        fits=Fits.NO if demand.on(total_bytes) > total_bytes else Fits.UNKNOWN if demand.at_least else Fits.YES,
        offers=_offers(demand, prices),
    )


@dataclass(frozen=True, kw_only=True)
class _Demand:
    at_once: int
    hubs: tuple[HubSize, ...]
    here: _Here

    @cached_property
    def builds_bytes(self) -> int:
        """The greatest: whichever hubs meet, it is enough."""
        return sum(sorted((hub.counted_bytes for hub in self.hubs), reverse=True)[: self.at_once])

    @cached_property
    def copy_bytes(self) -> int:
        return max((hub.resident_bytes or 0 for hub in self.hubs), default=0)

    @property
    def resident_bytes(self) -> int:
        return self.here.resident.total_bytes if self.here.resident else 0

    @property
    def at_least(self) -> bool:
        return not all(hub.complete for hub in self.hubs)

    def on(self, total_bytes: int) -> int:
        """On a host with so much memory: the reserve is a share of it."""
        kept_bytes = reserve_bytes(total_bytes=total_bytes, chosen=self.here.chosen_reserve)
        return self.resident_bytes + self.builds_bytes + self.copy_bytes + kept_bytes


def _offers(demand: _Demand, prices: PriceList) -> tuple[Offer, ...]:
    """Those for the host's own processor first: to change to another one, all has to be set up and built anew."""
    architecture = demand.here.architecture or prices.shapes[0].architecture
    shapes = sorted(prices.shapes, key=lambda shape: shape.architecture != architecture)
    found = (least_offer(shape, needed_bytes=demand.on, cpus=demand.here.cpus, hours_a_month=prices.hours_a_month) for shape in shapes)
    return tuple(offer for offer in found if offer)
