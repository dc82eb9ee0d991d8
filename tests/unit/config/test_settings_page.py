from dataclasses import fields
from pathlib import Path

import pytest

from hubyard.config.hub import HubSettings, MemoryHints
from hubyard.config.page import describe, render_page
from hubyard.config.yard import GateSettings, YardSettings

PAGE = Path(__file__).parents[3] / "docs/settings.md"


def test_page_is_current() -> None:
    """Renew it by `python -m hubyard.config.page > docs/settings.md`."""
    assert PAGE.read_text(encoding="utf-8") == render_page(), test_page_is_current.__doc__


@pytest.mark.parametrize("kind", [YardSettings, GateSettings, HubSettings, MemoryHints])
def test_every_setting_is_described_and_nothing_else(kind: type) -> None:
    assert set(describe(kind)) == {field.name for field in fields(kind)}
