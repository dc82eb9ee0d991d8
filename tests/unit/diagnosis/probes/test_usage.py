import pytest

from hubyard.diagnosis.facts.engine import UsageFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.usage import parse
from tests.unit.diagnosis.probes.answers import answer

TYPES = {"Images": "images", "Containers": "containers", "Local Volumes": "volumes", "Build Cache": "cache"}
SIZES = {
    "0B": 0,
    "281B": 281,
    "4.008MB": 4_008_000,
    "138.9kB": 138_900,
    "1.355GB (88%)": 1_355_000_000,
    "67.2TB": 67_200_000_000_000,
    "N/A": 0,
}


@pytest.mark.parametrize("named", TYPES)
@pytest.mark.parametrize(("said", "size"), SIZES.items())
def test_parse(named: str, said: str, size: int) -> None:
    text = f'{{"type":"{named}","size":"{said}","free":"0B"}}'
    assert parse(answer(("usage", text))) == UsageFacts(**{f"{TYPES[named]}_bytes": size})


def test_parse_what_can_be_freed() -> None:
    text = '{"type":"Build Cache","size":"67GB","free":"60GB"}'
    assert parse(answer(("usage", text))) == UsageFacts(cache_bytes=67_000_000_000, cache_free_bytes=60_000_000_000)


def test_longer_than_the_limit_is_timed_out() -> None:
    assert parse(answer(status=None)) == Unread(why=Why.TIMED_OUT)
