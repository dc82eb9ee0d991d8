"""The bundled hubs are copies of one template: what they share must not drift apart."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from hubyard.adoption.new_hub import SHARED_FILES, render_new_hub
from hubyard.errors import UnknownOption

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE = ROOT / "templates" / "new_hub"
HUBS = ROOT / "hubs"
NAMES = tomllib.loads((HUBS / "yard.toml").read_text())["hubs"]


def read_template() -> Mapping[str, str]:
    return {path.relative_to(TEMPLATE).as_posix(): path.read_text() for path in TEMPLATE.rglob("*") if path.is_file()}


def route_of(hub: str) -> str:
    return str(tomllib.loads((HUBS / hub / "hub.toml").read_text())["route"])


@pytest.mark.parametrize("file", SHARED_FILES)
@pytest.mark.parametrize("hub", NAMES)
def test_shared_file_is_what_the_template_renders(hub: str, file: str) -> None:
    route = route_of(hub)
    wanted = render_new_hub(name=hub, route=route, templates=read_template())[file]
    copy = HUBS / hub / file
    found = copy.read_bytes() if copy.is_file() else b""
    assert found == wanted.encode(), (
        f"hubs/{hub}/{file} is not what templates/new_hub/{file} renders. Change the template, "
        f"then renew the shared files: invoke new {hub} --renew"
    )


def test_shared_files_are_all_in_the_template() -> None:
    assert set(SHARED_FILES) <= set(read_template())


@pytest.mark.parametrize("hub", NAMES)
def test_lock_file_names_no_registry(hub: str) -> None:
    packages = json.loads((HUBS / hub / "package-lock.json").read_text())["packages"]
    assert [path for path, package in packages.items() if "resolved" in package] == []


def test_new_hub_carries_its_name_and_route() -> None:
    templates = {"lib/identity.ts": "{{ name }} {{ slug }} {{ title }} {{ route }} {{ base_path }}\n"}
    rendered = render_new_hub(name="WBStockHub", route="/stock", templates=templates)
    assert rendered == {"lib/identity.ts": "WBStockHub wbstockhub WB Stock Hub /stock /stock\n"}


def test_new_hub_at_the_root_has_no_base_path() -> None:
    assert render_new_hub(name="Front", route="/", templates={"a": "<{{ base_path }}>"}) == {"a": "<>"}


BAD = {
    "empty_name": ("", "/a"),
    "name_that_ends_a_string": ('A"b', "/a"),
    "name_with_a_folder": ("../A", "/a"),
    "name_that_begins_with_a_digit": ("1A", "/a"),
    "name_with_two_dashes": ("A--b", "/a"),
    "korean_name_fits_no_image": ("판매", "/a"),
    "route_without_slash": ("A", "a"),
    "route_with_slash_at_its_end": ("A", "/a/"),
    "route_with_two_slashes": ("A", "//a"),
    "route_with_capitals": ("A", "/Sales"),
    "route_with_a_newline": ("A", "/a\n"),
}


@pytest.mark.parametrize(("name", "route"), BAD.values(), ids=BAD)
def test_new_hub_refuses_what_fits_no_file(name: str, route: str) -> None:
    with pytest.raises(UnknownOption):
        render_new_hub(name=name, route=route, templates={})
