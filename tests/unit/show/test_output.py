"""How wide the lines of a pipe are."""

from collections.abc import Mapping
from io import StringIO

import pytest

from hubyard.show.output import Page, page_of

WIDTHS = {
    "for_reading_where_nobody_asks": ({}, 100),
    "as_asked": ({"COLUMNS": "80"}, 80),
    "wider": ({"COLUMNS": "160"}, 160),
    "not_narrower_than_a_table_can_be": ({"COLUMNS": "12"}, 40),
    "no_number": ({"COLUMNS": "wide"}, 100),
    "none": ({"COLUMNS": "0"}, 100),
}


@pytest.mark.parametrize(("environment", "width"), WIDTHS.values(), ids=WIDTHS)
def test_page_of_a_pipe(environment: Mapping[str, str], width: int) -> None:
    assert page_of(StringIO(), environment) == Page(width=width)
