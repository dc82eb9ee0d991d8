"""Where things stand in Compose files."""

from pathlib import Path

import pytest

from hubyard.doctor.compose_lines import ComposeLines

FIRST, SECOND = Path("/compose.yaml"), Path("/more.yaml")
LINES = ComposeLines(
    texts={
        FIRST: "x-a: &a\n  user: root\nservices:\n  shop:\n    <<: *a\n    ports:\n    - '1:1'\n    - '2:2'\n\n    # why\n    image: a\n",
        SECOND: "services:\n  shop:\n    image: b\n    build: {context: .,\n      args: {A: 1}\n    }\n",
    }
)
FIND = {
    "the_last_file_s": (("services", "shop", "image"), (SECOND, 3)),
    "only_in_the_first": (("services", "shop", "ports"), (FIRST, 6)),
    "an_item": (("services", "shop", "ports", 1), (FIRST, 8)),
    "by_a_merge": (("services", "shop", "user"), (FIRST, 5)),
    "in_a_flow": (("services", "shop", "build", "args", "A"), (SECOND, 5)),
    "not_there_is_what_is_above": (("services", "shop", "healthcheck", "test"), (SECOND, 2)),
    "nothing_of_it_is_the_file": (("volumes",), (SECOND, 0)),
}


@pytest.mark.parametrize(("path", "expected"), FIND.values(), ids=FIND)
def test_nearest(path: tuple[str | int, ...], expected: tuple[Path, int]) -> None:
    place = LINES.nearest(*path)
    assert (place.file, place.line) == expected


LAST = {
    "a_list": (("services", "shop", "ports"), 8),
    "one_line": (("services", "shop", "image"), 3),
    "a_flow": (("services", "shop", "build"), 6),
}


@pytest.mark.parametrize(("path", "last"), LAST.values(), ids=LAST)
def test_last_of(path: tuple[str, ...], last: int) -> None:
    assert LINES.last_of(LINES.nearest(*path)) == last


BEGINS: dict[str, tuple[str, tuple[str, ...], str, bool]] = {
    "its_own": ("a:\n  ports: []\n", ("a", "ports"), "ports", True),
    "in_quotes": ('a:\n  "ports": []\n', ("a", "ports"), "ports", True),
    "an_item_of_a_list": ("a:\n  - 'NODE_OPTIONS=x'\n", ("a", "NODE_OPTIONS"), "NODE_OPTIONS", True),
    "an_item_without_a_value": ("a:\n  - B\n  - A\n", ("a", "A"), "A", True),
    "by_a_merge": ("x: &x\n  ports: []\na:\n  <<: *x\n", ("a", "ports"), "ports", False),
    "in_one_line": ("a: {ports: []}\n", ("a", "ports"), "ports", False),
    "the_table_above": ("ports_of:\n  b: 1\n", ("ports_of", "ports"), "ports", False),
}


@pytest.mark.parametrize(("text", "path", "key", "expected"), BEGINS.values(), ids=BEGINS)
def test_begins(text: str, path: tuple[str, ...], key: str, expected: bool) -> None:  # noqa: FBT001  a parameter of the table
    lines = ComposeLines(texts={FIRST: text})
    assert lines.begins(lines.nearest(*path), key) is expected


def test_what_is_no_yaml_has_no_lines() -> None:
    assert ComposeLines(texts={FIRST: "a: [\n"}).find("a") is None
