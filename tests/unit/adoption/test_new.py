from pathlib import Path

import pytest

from hubyard.adoption.new import make_hub, renew_hub
from hubyard.errors import AlreadyThere, HubClashes, HubFolderMissing, UnknownOption
from hubyard.templating import TEMPLATES
from tests.fakes.ground import FakeGround
from tests.unit.adoption.tools import YARD, FakeTools

HUB_TOML = 'service = "{{ slug }}-staging"\nroute = "{{ route }}"\n'


@pytest.fixture
def tools() -> FakeTools:
    template = TEMPLATES / "new_hub"
    return FakeTools(FakeGround(files={template / "hub.toml": HUB_TOML, template / "app/page.tsx": "{{ title }}"}))


def test_make_hub_writes_the_template_into_the_yard(tools: FakeTools) -> None:
    new = make_hub("WBStockHub", route=None, tools=tools)
    assert (new.folder, new.files) == (YARD / "WBStockHub", (YARD / "WBStockHub/app/page.tsx", YARD / "WBStockHub/hub.toml"))
    assert tools.ground.files[YARD / "WBStockHub/hub.toml"] == 'service = "wbstockhub-staging"\nroute = "/wbstockhub"\n'
    assert tools.ground.files[YARD / "WBStockHub/app/page.tsx"] == "WB Stock Hub"


def test_make_hub_over_a_folder_that_is_there_is_refused(tools: FakeTools) -> None:
    tools.ground.files[YARD / "WBStockHub/notes"] = ""
    with pytest.raises(AlreadyThere):
        make_hub("WBStockHub", route=None, tools=tools)


@pytest.mark.parametrize(("name", "route"), [("../x", None), ("a b", None), ("a" * 64, None), ("web", "x"), ("web", "/x/")])
def test_make_hub_bad_name_or_route_is_refused(tools: FakeTools, name: str, route: str | None) -> None:
    with pytest.raises(UnknownOption):
        make_hub(name, route=route, tools=tools)


CLASHES = {  # name, route, what
    "route": ("other", "/stock", "route"),
    "name_in_other_case": ("STOCK", "/x", "image"),
}


@pytest.mark.parametrize(("name", "route", "what"), CLASHES.values(), ids=CLASHES)
def test_make_hub_clash_is_refused(tools: FakeTools, name: str, route: str, what: str) -> None:
    tools.ground.files[YARD / "stock/hub.toml"] = 'service = "s"\nroute = "/stock"\n'
    with pytest.raises(HubClashes) as caught:
        make_hub(name, route=route, tools=tools)
    assert (caught.value.task, caught.value.hub, caught.value.what) == ("new", name, what)
    assert not [file for file in tools.ground.files if file.parent == Path(YARD / name)]


def test_renew_hub_writes_shared_files_and_leaves_its_own(tools: FakeTools) -> None:
    template = TEMPLATES / "new_hub"
    tools.ground.files |= {template / "Dockerfile": "new", YARD / "web/Dockerfile": "old", YARD / "web/app/page.tsx": "mine"}
    tools.ground.files[YARD / "web/hub.toml"] = 'service = "s"\nroute = "/web"\n'
    assert renew_hub("web", tools=tools).files == (YARD / "web/Dockerfile",)
    assert [tools.ground.files[YARD / "web" / file] for file in ("Dockerfile", "app/page.tsx")] == ["new", "mine"]


def test_renew_hub_that_is_not_there_is_refused(tools: FakeTools) -> None:
    with pytest.raises(HubFolderMissing):
        renew_hub("web", tools=tools)
