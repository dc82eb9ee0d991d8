import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubyard.config.size import parse_size, write_size

SIZES = {
    "1.5 GB": 1_500_000_000,
    "512 MiB": 512 * 1024**2,
    "512m": 512_000_000,
    "2g": 2_000_000_000,
    "1 TiB": 1024**4,
    "0.1 kB": 100,
    "7": 7,
    " 3 GB ": 3_000_000_000,
}


@pytest.mark.parametrize(("written", "size_bytes"), SIZES.items(), ids=SIZES)
def test_parse_size(written: str, size_bytes: int) -> None:
    assert parse_size(written) == size_bytes


@pytest.mark.parametrize("written", ["", "GB", "1 XB", "-1", "1,5 GB", "1e9", True, 1.5, None, "９ GB", "9" * 30])
def test_parse_size_refuses(written: object) -> None:
    with pytest.raises(ValueError, match="a size"):
        parse_size(written)


@given(st.integers(min_value=0, max_value=10**17))
def test_write_size_is_read_back_exactly(size_bytes: int) -> None:
    assert parse_size(write_size(size_bytes)) == size_bytes
