"""The generated page."""

from pathlib import Path

from hubyard.errors import Status
from hubyard.show.exit_codes import MEANINGS, error_classes, exit_codes_page

PAGE = Path(__file__).parents[3] / "docs" / "exit-codes.md"


def test_every_status_has_a_meaning() -> None:
    assert set(MEANINGS) == set(Status)


def test_page_is_current() -> None:
    """Renew it by `python -m hubyard.show.exit_codes > docs/exit-codes.md`."""
    assert PAGE.read_text(encoding="utf-8") == exit_codes_page(list(error_classes())), test_page_is_current.__doc__
