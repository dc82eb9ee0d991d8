"""What the bundled yard.toml and hub.toml say, and what their comments offer, must be what the settings take."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubyard.config.loading import parse_hub, parse_yard

HUBS = Path(__file__).resolve().parents[3] / "hubs"
OFFER = re.compile(r'# (?P<line>(?P<key>"[^"]+"|[a-z_]+) = ("[^"]*"|\[[^]]*\]|\d+))')
TABLE = re.compile(r"# (?P<table>\[[a-z_]+\])")


def offers(file: Path) -> Iterator[str]:
    """Each setting that a comment offers, as a document of its own, in the table whose comment stands above it."""
    table = ""
    for line in file.read_text().splitlines():
        if found := TABLE.match(line):
            table = f"{found['table']}\n"
        elif found := OFFER.match(line):
            yield f"{table}{found['line']}\n"


HUB_FILES = sorted(HUBS.glob("*/hub.toml"))


@pytest.mark.parametrize("offer", list(offers(HUBS / "yard.toml")))
def test_yard_comment_offers_a_known_setting(offer: str) -> None:
    parse_yard(offer, file=HUBS / "yard.toml")


@pytest.mark.parametrize(("file", "offer"), [(file, offer) for file in HUB_FILES for offer in offers(file)])
def test_hub_comment_offers_a_known_setting(file: Path, offer: str) -> None:
    parse_hub(f'service = "any"\n{offer}', file=file)


def test_yard_names_the_bundled_hubs() -> None:
    yard = parse_yard((HUBS / "yard.toml").read_text(), file=HUBS / "yard.toml")
    assert sorted(yard.hubs) == [file.parent.name for file in HUB_FILES]


@pytest.mark.parametrize("file", HUB_FILES)
def test_hub_settings_agree_with_its_route(file: Path) -> None:
    settings = parse_hub(file.read_text(), file=file)
    assert settings.health_path == f"{settings.route.rstrip('/')}/api/health"
    assert settings.service == f"{file.parent.name.lower()}-staging"


def test_comments_offer_settings_at_all() -> None:
    assert all(tomllib.loads(offer) for offer in offers(HUBS / "yard.toml"))
    assert len(list(offers(HUBS / "yard.toml"))) > 1
