from pathlib import Path

import pytest

from hubyard.adoption.naming import fit, name_hubs, write_path

NAMES = {  # (service, place), names
    "checkout_s_folder": ([("wbfinhub-staging", "/s/WBFinHub"), ("wbsaleshub-staging", "/s/WBSalesHub")], ["WBFinHub", "WBSalesHub"]),
    "two_of_one_checkout_by_service": ([("web-staging", "/s/mono"), ("api", "/s/mono")], ["web", "api"]),
    "folders_of_one_name_by_service": ([("shop-web", "/s/a/web"), ("blog-web", "/s/b/web")], ["shop-web", "blog-web"]),
    "folder_that_names_no_image": ([("web", "/s/영업 허브"), ("api", "/s/my app!")], ["web", "my-app"]),
    "longest_that_are_alike": ([("a" * 63, "/s/영업"), ("A" * 63, "/s/재무")], ["a" * 63, "A" * 61 + "-2"]),
    "number_that_is_another_s_name": (
        [("웹", "/s/1/재무"), ("앱", "/s/2/영업"), ("hub-2", "/s/3/인사")],
        ["hub", "hub-2", "hub-2-2"],
    ),
    "nothing_left": ([("__", "/s/영업"), ("--", "/s/재무")], ["hub", "hub-2"]),
}


@pytest.mark.parametrize(("services", "names"), NAMES.values(), ids=NAMES)
def test_name_hubs(services: list[tuple[str, str]], names: list[str]) -> None:
    assert name_hubs([(service, Path(place)) for service, place in services]) == names


def test_fit_takes_the_yard_s_word_off() -> None:
    assert [fit(name) for name in ("api-staging", "API_prod", "staging", "a..b", "x" * 70)] == ["api", "API", "staging", "a-b", "x" * 63]


PATHS = {  # target, start, written
    "beside": ("/srv/workhub/WBFinHub", "/srv/yard/WBFinHub", "../../workhub/WBFinHub"),
    "same": ("/srv/a", "/srv/a", "."),
    "above": ("/srv", "/srv/a", ".."),
    "inside": ("/srv/a/b", "/srv/a", "b"),
    "nothing_but_the_root_in_common": ("/home/u/web", "/srv/yard/web", "/home/u/web"),
    "far_away": ("/srv/x", "/srv/1/2/3/4/5", "/srv/x"),
}


@pytest.mark.parametrize(("target", "start", "written"), PATHS.values(), ids=PATHS)
def test_write_path(target: str, start: str, written: str) -> None:
    assert write_path(Path(target), start=Path(start)) == written
