from pathlib import Path

import pytest

from hubyard.config.assembling import assemble_yard
from hubyard.errors import SettingsInvalid

YARD = Path("/yard")


def hub(service: str, route: str, path: str = ".") -> str:
    return f'service = "{service}"\nroute = "{route}"\npath = "{path}"\n'


TWO = {"b": hub("b", "/b"), "A": hub("a", "/a"), "c": hub("c", "/c")}

ORDERS = {  # hubs of yard.toml, order
    "none_listed_goes_by_name": ("", ["A", "b", "c"]),
    "listed_first_then_the_others_by_name": ('hubs = ["c"]', ["c", "A", "b"]),
    "case_does_not_count": ('hubs = ["C", "B", "a"]', ["c", "b", "A"]),
    "listed_twice_is_once": ('hubs = ["b", "b"]', ["b", "A", "c"]),
}


@pytest.mark.parametrize(("yard_text", "order"), ORDERS.values(), ids=ORDERS)
def test_assemble_yard_orders_hubs(yard_text: str, order: list[str]) -> None:
    assert [one.name for one in assemble_yard(folder=YARD, yard_text=yard_text, hub_texts=TWO).hubs] == order


REFUSED = {  # yard.toml, hubs, file, key, expected, bounds
    "listed_hub_is_not_there": ('hubs = ["b", "d"]', TWO, "yard.toml", "hubs[2]", "hub_of_yard", "A, b, c"),
    "names_differ_in_case_only": (
        None,
        {"web": hub("a", "/a"), "Web": hub("b", "/b")},
        "Web/hub.toml",
        "image",
        "own_name",
        "/yard/web/hub.toml",
    ),
    "route_twice": (None, {"a": hub("a", "/"), "b": hub("b", "/")}, "b/hub.toml", "route", "own_route", "/yard/a/hub.toml"),
    "service_twice": (
        None,
        {"a": hub("x", "/a", "../x"), "b": hub("x", "/b", "../x")},
        "b/hub.toml",
        "service",
        "own_service",
        "/yard/a/hub.toml",
    ),
    "folder_that_names_no_image": (None, {"my app": hub("a", "/a")}, "my app/hub.toml", "my app", "folder_name", "WBSalesHub, web-2"),
}


@pytest.mark.parametrize(("yard_text", "hubs", "file", "key", "expected", "bounds"), REFUSED.values(), ids=REFUSED)
def test_assemble_yard_refuses(yard_text: str | None, hubs: dict[str, str], file: str, key: str, expected: str, bounds: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        assemble_yard(folder=YARD, yard_text=yard_text, hub_texts=hubs)
    told = caught.value
    assert (told.file, told.key, told.expected, told.bounds) == (YARD / file, key, expected, bounds)


def test_assemble_yard_behind_a_foreign_gateway_may_share_a_route() -> None:
    hubs = {"a": hub("a", "/"), "b": hub("b", "/")}
    assert len(assemble_yard(folder=YARD, yard_text='gateway = "none"', hub_texts=hubs).hubs) == 2


def test_assemble_yard_remembers_what_was_written() -> None:
    yard = assemble_yard(folder=YARD, yard_text="port = 4400", hub_texts={"a": 'service = "a"'})
    assert (yard.written, yard.hubs[0].written) == (frozenset({"port"}), frozenset({"service"}))
