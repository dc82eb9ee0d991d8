import pytest

from hubyard.host.pressure import Pressure, parse_pressure

CASES = {
    "idle": (
        "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
        Pressure(),
    ),
    "thrashing": (
        "some avg10=88.50 avg60=20.00 avg300=4.00 total=6661439\nfull avg10=40.25 avg60=9.00 avg300=1.00 total=3778887\n",
        Pressure(some_share=0.885, full_share=0.4025, some_total_s=6.661439, full_total_s=3.778887),
    ),
    "host_before_5_13_has_no_full": (
        "some avg10=1.00 avg60=0.00 avg300=0.00 total=1000000\n",
        Pressure(some_share=0.01, some_total_s=1.0),
    ),
    "no_psi": ("", Pressure()),
}


@pytest.mark.parametrize(("text", "pressure"), CASES.values(), ids=CASES)
def test_parse_pressure(text: str, pressure: Pressure) -> None:
    assert parse_pressure(text) == pressure
