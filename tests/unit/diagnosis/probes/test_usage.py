import subprocess
from typing import Any

import pytest

from hubyard.diagnosis.facts.engine import UsageFacts
from hubyard.diagnosis.heard import Heard, Unread, Why
from hubyard.diagnosis.probes.usage import COUNT, parse
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


IMAGES = UsageFacts(images_bytes=1, images_free_bytes=1)


@pytest.mark.parametrize("named", TYPES)
@pytest.mark.parametrize(("said", "size"), SIZES.items())
def test_parse(named: str, said: str, size: int) -> None:
    text = f'{{"type":"{named}","size":"{said}","free":"0B"}}'
    sizes: dict[str, Any] = {f"{TYPES[named]}_bytes": size, f"{TYPES[named]}_free_bytes": 0}
    assert parse(answer(("usage", text))) == UsageFacts(**sizes)


def test_parse_what_can_be_freed() -> None:
    text = '{"type":"Build Cache","size":"67GB","free":"60GB"}'
    assert parse(answer(("usage", text))) == UsageFacts(cache_bytes=67_000_000_000, cache_free_bytes=60_000_000_000)


CACHE = ("cache", '{"size":67000000001,"free":60000000001}')
LATE, DOWN = Unread(why=Why.TIMED_OUT), Unread(why=Why.NO_ENGINE, detail="Cannot connect to the Docker daemon")
ALONE = UsageFacts(cache_bytes=67_000_000_001, cache_free_bytes=60_000_000_001, rest=LATE)
ANSWERS: dict[str, tuple[Heard, UsageFacts | Unread]] = {
    "both_longer_than_the_limit": (answer(status=None), LATE),
    "df_longer_than_the_limit": (answer(CACHE, status=None), ALONE),
    "the_cache_longer_than_the_limit": (answer(("usage", '{"type":"Images","size":"1B","free":"1B"}'), status=None), IMAGES),
    "no_curl": (answer(("cache", "sh: curl: not found"), status=None), LATE),
    "nothing_but_zeros_of_an_engine_that_is_down": (answer(("cache", "", 0), ("usage", DOWN.detail, 1)), DOWN),
    "of_another_form": (answer(("cache", '{"size":null,"free":"1GB"}'), status=None), LATE),
    "df_says_more": (answer(CACHE, ("usage", '{"type":"Images","size":"1B","free":"1B"}')), IMAGES),
}


@pytest.mark.parametrize(("heard", "found"), ANSWERS.values(), ids=ANSWERS)
def test_cache_is_known_without_the_rest(heard: Heard, found: UsageFacts | Unread) -> None:
    assert parse(heard) == found


RECORDS = b"""{"LayersSize":0,"BuildCache":[{"ID":"a","Description":"RUN { x; }","InUse":false,"Shared":false,"Size":5},
{"ID":"b","InUse":true,"Shared":false,"Size":2},{"ID":"c","InUse":false,"Shared":true,"Size":9}]}"""
COUNTED = {  # what the engine answers, what is kept of it
    "records": (RECORDS, '{"size":7,"free":5}\n'),
    "none": (b'{"LayersSize":0,"BuildCache":null}', '{"size":0,"free":0}\n'),
    "sums": (b'{"BuildCacheUsage":{"ActiveCount":1,"Reclaimable":7000,"TotalCount":1,"TotalSize":8000}}', '{"size":8000,"free":7000}\n'),
    "refused": (b'{"message":"client version 1.30 is too old"}', ""),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize(("said", "kept"), COUNTED.values(), ids=COUNTED)
def test_of_the_engine_s_records_the_sizes_alone_are_kept(said: bytes, kept: str) -> None:
    ran = subprocess.run(["sh", "-c", COUNT], input=said, capture_output=True, check=True, timeout=10)
    assert ran.stdout.decode() == kept
