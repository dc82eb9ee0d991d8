"""Options of a task, from its body's signature."""

import pytest
from invoke.exceptions import ParseError

from hubyard.cli.arguments import arguments_of, framed_signature


def body(tools: object, path: str, *, hub: str = "all", dry_run: bool = False, wait_timeout: int | None = None) -> None: ...


def test_arguments_of_body_and_frame() -> None:
    found = {one.names[0]: (one.name, one.kind, one.default, one.positional) for one in arguments_of(framed_signature(body), {})}
    assert found == {
        "path": ("path", str, None, True),
        "hub": ("hub", str, "all", False),
        "dry-run": ("dry_run", bool, False, False),
        "wait-timeout": ("wait_timeout", int, None, False),
        "yard": ("yard", str, None, False),
        "lang": ("lang", str, None, False),
        "json": ("json", bool, False, False),
    }


def test_arguments_have_long_names_only() -> None:
    assert all(len(one.names) == 1 and len(one.names[0]) > 1 for one in arguments_of(framed_signature(body), {}))


def test_arguments_have_their_help() -> None:
    assert next(one.help for one in arguments_of(framed_signature(body), {"hub": "whose"}) if one.name == "hub") == "whose"


def test_argument_of_another_kind_is_a_usage_error() -> None:
    wait = next(one for one in arguments_of(framed_signature(body), {}) if one.name == "wait_timeout")
    with pytest.raises(ParseError, match="--wait-timeout takes a whole number, not 'soon'"):
        wait.value = "soon"


def test_positional_argument_is_no_option() -> None:
    path = next(one for one in arguments_of(framed_signature(body), {}) if one.name == "path")
    with pytest.raises(ParseError, match="path comes first, not '--dry'"):
        path.value = "--dry"


def test_argument_that_invoke_owns_is_refused() -> None:
    def colliding(tools: object, *, echo: bool = False) -> None: ...

    with pytest.raises(ValueError, match="--echo is Invoke's own"):
        list(arguments_of(framed_signature(colliding), {}))


def test_argument_of_an_unknown_kind_is_refused() -> None:
    def strange(tools: object, *, hubs: tuple[str, ...] = ()) -> None: ...

    with pytest.raises(ValueError, match="hubs"):
        list(arguments_of(framed_signature(strange), {}))
