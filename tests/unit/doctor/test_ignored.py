"""What a .dockerignore keeps out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubyard.doctor.ignored import keeps_out, patterns_of

CASES = {
    "nothing": ("", ".env", False),
    "its_name": (".env\n", ".env", True),
    "a_wildcard": (".env*\n", ".env.local", True),
    "a_comment": ("# .env\n", ".env", False),
    "everything_else_first": ("*\n!src\n", ".env", True),
    "an_exception": (".env*\n!.env\n", ".env", False),
    "the_folder_above": (".git\n", ".git/HEAD", True),
    "anywhere": ("**/node_modules\n", "node_modules", True),
    "below_only": ("*/node_modules\n", "node_modules", False),
    "a_slash_at_both_ends": ("/node_modules/\n", "node_modules", True),
    "a_set": (".en[v]\n", ".env", True),
    "another_name": (".environment\n", ".env", False),
}


@pytest.mark.parametrize(("text", "name", "expected"), CASES.values(), ids=CASES)
def test_keeps_out(text: str, name: str, expected: bool) -> None:  # noqa: FBT001  a parameter of the table
    assert keeps_out(patterns_of(text), name) is expected


@given(st.text(alphabet="a*?[]!^-/.\\"))
def test_any_pattern_can_be_asked(pattern: str) -> None:
    keeps_out(patterns_of(pattern), "a/b")
