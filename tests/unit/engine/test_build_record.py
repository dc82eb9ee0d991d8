"""A record survives being written and read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubyard.engine.build_record import BuildRecord, parse_record, write_record

RECORD = BuildRecord(
    hub="WBFinHub",
    tag="abc-123",
    revision="0123456789ab",
    started=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
    status=0,
    elapsed_s=1.5,
    log=Path("/state/builds/wbfinhub/20260301T090000Z-abc-123.log"),
)


def test_written_record_is_read_as_it_was() -> None:
    assert parse_record(write_record(RECORD), folder=RECORD.log.parent) == RECORD


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"started": "2026-03-01T09:00:00+00:00", "log": "x", "more": 1}'])
def test_what_is_no_record_raises(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        parse_record(text, folder=Path("/"))
