"""Which hubs `--hub=` means."""

from pathlib import Path

import pytest

from hubyard.config.hub import Hub, HubSettings
from hubyard.config.yard import choose
from hubyard.errors import UnknownHub

HUBS = tuple(
    Hub(name=name, folder=Path("/yard", name), settings=HubSettings(service="app"))
    for name in ("WBHubManager", "WBSalesHub", "WBFinHub", "WBOnboardingHub")
)
CHOICES = {
    "all": [hub.name for hub in HUBS],
    "wbfinhub": ["WBFinHub"],
    "WBFinHub, WBSalesHub": ["WBSalesHub", "WBFinHub"],
}


@pytest.mark.parametrize(("asked", "names"), CHOICES.items())
def test_choose(asked: str, names: list[str]) -> None:
    assert [hub.name for hub in choose(asked, HUBS)] == names


@pytest.mark.parametrize("asked", ["WBSaleHub", "WBFinHub,WBSaleHub"])
def test_choose_unknown_names_the_nearest(asked: str) -> None:
    with pytest.raises(UnknownHub) as refused:
        choose(asked, HUBS)
    assert (refused.value.name, refused.value.nearest) == ("WBSaleHub", "WBSalesHub")


@pytest.mark.parametrize("asked", ["", " , "])
def test_choose_nothing_is_refused(asked: str) -> None:
    with pytest.raises(UnknownHub):
        choose(asked, HUBS)
