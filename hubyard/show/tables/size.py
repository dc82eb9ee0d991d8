"""How much memory the host needs, what fits, and the next shape of Oracle Cloud that is enough."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from textwrap import wrap
from typing import Any, ClassVar, Final

from hubyard.diagnosis.sizing import OCID_COMMAND, Sizing, change_command
from hubyard.diagnosis.sizing.values import Fits, HubSize, Known, Need, Offer, PriceList, Resident, Shape
from hubyard.show.answer import Answer
from hubyard.show.filters import size
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.grid import NOTHING, Cell, Column, Tone, grid_lines

_TONES: Final = {Fits.YES: Tone.GOOD, Fits.UNKNOWN: Tone.WAITING, Fits.NO: Tone.BAD}
_NAMES_WIDTH: Final = 72
_SIGNS: Final = {"USD": "$"}


@dataclass(frozen=True, kw_only=True)
class SizeAnswer(Answer):
    sizing: Sizing
    schema: ClassVar[str] = "hubyard.size/1"

    def as_json(self) -> Mapping[str, Any]:
        return size_as_json(self.sizing)

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        return size_lines(self.sizing, speech, page)


def size_lines(sizing: Sizing, speech: Speech, page: Page) -> Sequence[str]:
    """The same for the task and for the report of a diagnosis."""
    parts = (_head, _hubs, _needs, _verdict, _offers, _steps)
    blocks = [block for part in parts if (block := part(sizing, speech, page))]
    return [line for number, block in enumerate(blocks) for line in (*([""] if number else []), *block)]


def _head(sizing: Sizing, speech: Speech, _: Page) -> Sequence[str]:
    unread = [speech.say("size", "unread", probe=probe, why=one.why) for probe, one in sizing.unread.items()]
    if sizing.total_bytes is None or sizing.resident is None:
        return [*unread, speech.say("size", "no_memory")]
    used_bytes = sizing.resident.total_bytes
    head = speech.say("size", "here", total_bytes=sizing.total_bytes, cpus=sizing.cpus, used_bytes=used_bytes)
    return [head, *unread, *([] if sizing.hubs else speech.say("size", "no_hubs").splitlines())]


def _hubs(sizing: Sizing, speech: Speech, page: Page) -> Sequence[str]:
    if not sizing.hubs:
        return []
    titles = [speech.say("size", f"column_{name}") for name in ("runs", "peak", "counted")]
    columns = [Column("hub", wraps=True), *(Column(title, right=True) for title in titles)]
    return grid_lines(columns, [_hub_row(hub, speech) for hub in sizing.hubs], speech=speech, page=page)


def _hub_row(hub: HubSize, speech: Speech) -> Sequence[Cell | str]:
    runs = NOTHING if hub.resident_bytes is None else size(hub.resident_bytes)
    if hub.known is Known.UNREAD:
        return [hub.name, runs, NOTHING, Cell(speech.say("size", "not_read"), Tone.WAITING)]
    if hub.known is Known.NEVER:
        return [hub.name, runs, NOTHING, Cell(speech.say("size", "not_measured"), Tone.WAITING)]
    at_least = hub.known is not Known.MEASURED
    return [hub.name, runs, _bounded(size(hub.peak_bytes), at_least), _bounded(size(hub.counted_bytes), at_least)]


def _needs(sizing: Sizing, speech: Speech, page: Page) -> Sequence[str]:
    resident = sizing.resident
    if not sizing.needs or resident is None:
        return []
    columns = [Column("memory"), *_counts(sizing, speech)]
    rows: list[Sequence[Cell | str]]
    rows = [[_part(name, speech), *(size(amount_bytes) for _ in sizing.needs)] for name, amount_bytes in _resident_rows(resident)]
    rows += [[_part(name, speech), *(_seen(amount_of(need)) for need in sizing.needs)] for name, amount_of in _NEED_ROWS.items()]
    rows.append([_part("total", speech), *(_bounded(size(need.total_bytes), need.at_least) for need in sizing.needs)])
    rows.append([_part("fits", speech), *(Cell(speech.say("size", f"fits_{need.fits}"), _TONES[need.fits]) for need in sizing.needs)])
    return grid_lines(columns, rows, speech=speech, page=page)


def _counts(sizing: Sizing, speech: Speech) -> Sequence[Column]:
    return [Column(speech.say("size", "column_at_once", at_once=need.at_once), right=True) for need in sizing.needs]


def _resident_rows(resident: Resident) -> Sequence[tuple[str, int]]:
    if resident.hubs_bytes is None or resident.others_bytes is None:
        return [("all", resident.total_bytes)]
    return [("hubs", resident.hubs_bytes), ("others", resident.others_bytes), ("system", resident.system_bytes)]


def _seen(amount_bytes: int) -> Cell | str:
    return size(amount_bytes) if amount_bytes else NOTHING


_NEED_ROWS: Final[Mapping[str, Callable[[Need], int]]] = {
    "builds": lambda need: need.builds_bytes,
    "copy": lambda need: need.copy_bytes,
    "reserve": lambda need: need.reserve_bytes,
}


def _verdict(sizing: Sizing, speech: Speech, _: Page) -> Sequence[str]:
    """What fits, and whatever makes the sums lower bounds."""
    lacks = _lacks(sizing, speech)
    if not sizing.needs:
        return lacks
    if all(hub.known is Known.UNREAD for hub in sizing.hubs):
        return [speech.say("size", "nothing_read"), *lacks]
    code = "nothing_measured" if _nothing_measured(sizing) else "fitting_at_most" if lacks else "fitting"
    return [speech.say("size", code, at_once=sizing.at_once, at_most=sizing.at_most), *lacks]


def _nothing_measured(sizing: Sizing) -> bool:
    return all(hub.known in {Known.NEVER, Known.UNREAD} for hub in sizing.hubs)


def _lacks(sizing: Sizing, speech: Speech) -> Sequence[str]:
    lines = [
        speech.say("size", f"lacks.known.{hub.known}", name=hub.name, peak_bytes=hub.peak_bytes)
        for hub in sizing.hubs
        if hub.known not in {Known.MEASURED, Known.NEVER, Known.UNREAD}
    ]
    if builds := [hub.name for hub in sizing.hubs if hub.known is Known.NEVER]:
        lines += [speech.say("size", "lacks_builds"), f"      invoke deploy --hub={','.join(builds)}"]
    if runs := [hub.name for hub in sizing.hubs if hub.resident_bytes is None]:
        lines += [
            speech.say("size", "lacks_runs"),
            *(f"      {line}" for line in wrap(", ".join(runs), _NAMES_WIDTH, break_on_hyphens=False)),
        ]
    return lines


def _offers(sizing: Sizing, speech: Speech, page: Page) -> Sequence[str]:
    """A row a shape, for as many builds at once as above. Without any measured build it would be misleading."""
    shapes = list(dict.fromkeys(offer.shape for need in sizing.needs for offer in need.offers))
    if _nothing_measured(sizing):
        return []
    if not shapes:
        return [speech.say("size", "too_large")] if sizing.needs else []
    columns = [Column(speech.say("size", "column_shape")), Column("OCPU"), *_counts(sizing, speech)]
    rows = [_shape_row(shape, sizing) for shape in shapes]
    return [*grid_lines(columns, rows, speech=speech, page=page), *_prices(sizing.prices, speech)]


def _prices(prices: PriceList, speech: Speech) -> Sequence[str]:
    fields = {"seen": prices.prices_seen, "hours": prices.hours_a_month, "currency": prices.currency, "source": prices.prices_source}
    return speech.say("size", "prices", **fields).splitlines()


def _shape_row(shape: Shape, sizing: Sizing) -> Sequence[Cell | str]:
    offers = [next((offer for offer in need.offers if offer.shape == shape), None) for need in sizing.needs]
    ocpus = sorted({offer.ocpus for offer in offers if offer})
    cells = [
        _bounded(f"{offer.gib} GiB {_money(offer.month_price, sizing)}", need.at_least) if offer else NOTHING
        for offer, need in zip(offers, sizing.needs, strict=True)
    ]
    return [shape.name, "–".join(map(str, dict.fromkeys((ocpus[0], ocpus[-1])))), *cells]


def _steps(sizing: Sizing, speech: Speech, _: Page) -> Sequence[str]:
    """To the first that does not fit here, with the first of its shapes."""
    need = sizing.next_need
    if need is None or not need.offers:
        return []
    offer = need.offers[0]
    fields = {"series": offer.shape.series, "shape": offer.shape.name, "ocpus": offer.ocpus, "gib": offer.gib}
    lower = speech.say("size", "steps_lower") if need.at_least else ""
    head = speech.say("size", "steps", at_once=need.at_once, month=_money(offer.month_price, sizing), lower=lower, **fields)
    commands = (f"     {line}" for line in (*OCID_COMMAND, *change_command(offer)))
    texts = (head, speech.say("size", "steps_console", **fields), *commands, speech.say("size", "steps_after"))
    return [line for text in texts for line in text.splitlines()]


def _part(name: str, speech: Speech) -> str:
    return speech.say("size", f"part_{name}")


def _bounded(text: str, at_least: bool) -> str:  # noqa: FBT001  the bound is what it is about
    return f"≥ {text}" if at_least else text


def _money(amount: Decimal, sizing: Sizing) -> str:
    """Whole units: nobody pays the list price to the cent."""
    sign = _SIGNS.get(sizing.prices.currency)
    return f"{sign}{amount:.0f}" if sign else f"{amount:.0f} {sizing.prices.currency}"


def size_as_json(sizing: Sizing) -> Mapping[str, Any]:
    prices = sizing.prices
    return {
        "host": sizing.host,
        "total_bytes": sizing.total_bytes,
        "cpus": sizing.cpus,
        "architecture": sizing.architecture or None,
        "resident": None if sizing.resident is None else {**asdict(sizing.resident), "total_bytes": sizing.resident.total_bytes},
        "hubs": [{"hub": hub.name, **_hub_as_json(hub)} for hub in sizing.hubs],
        "needs": [_need_as_json(need) for need in sizing.needs],
        "fits_at_once": sizing.at_once if sizing.needs else None,
        "fits_at_most": sizing.at_most if sizing.needs else None,
        "unread": {name: {"why": str(one.why), "detail": one.detail} for name, one in sizing.unread.items()},
        "prices": {
            "currency": prices.currency,
            "hours_a_month": prices.hours_a_month,
            "source": prices.prices_source,
            "seen": prices.prices_seen.isoformat(),
        },
    }


def _hub_as_json(hub: HubSize) -> Mapping[str, Any]:
    return {
        "resident_bytes": hub.resident_bytes,
        "build_peak_bytes": hub.peak_bytes or None,
        "build_counted_bytes": hub.counted_bytes or None,
        "build_known": str(hub.known),
    }


def _need_as_json(need: Need) -> Mapping[str, Any]:
    return {
        "at_once": need.at_once,
        "needed_bytes": need.total_bytes,
        "at_least": need.at_least,
        "resident_bytes": need.resident_bytes,
        "builds_bytes": need.builds_bytes,
        "copy_bytes": need.copy_bytes,
        "reserve_bytes": need.reserve_bytes,
        "fits": str(need.fits),
        "shapes": [_offer_as_json(offer) for offer in need.offers],
    }


def _offer_as_json(offer: Offer) -> Mapping[str, Any]:
    return {"shape": offer.shape.name, "ocpus": offer.ocpus, "memory_gib": offer.gib, "month_price": float(offer.month_price)}
