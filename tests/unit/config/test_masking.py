import pytest

from hubyard.config.masking import mask_credentials, show_value

URLS = {
    "https://user:token@host/x": "https://***@host/x",
    "https://user:p@ss@host/x.git": "https://***@host/x.git",
    "ssh://git@host/x": "ssh://***@host/x",
    "git@host:x.git": "git@host:x.git",
    "https://host/a@b": "https://host/a@b",
    "origin": "origin",
}


@pytest.mark.parametrize(("url", "shown"), URLS.items(), ids=URLS)
def test_mask_credentials(url: str, shown: str) -> None:
    assert mask_credentials(url) == shown


VALUES = {  # key, value, shown
    "text": ("route", "/a", '"/a"'),
    "list": ("hubs", ["a", "워크"], '["a", "워크"]'),
    "long": ("service", "a" * 100, '"' + "a" * 59 + "…"),
    "key_like_a_password": ("db.password", "x", '"***"'),
    "inner_key_like_a_token": ("memory", {"TOKEN": "x", "run": 1}, '{"TOKEN": "***", "run": 1}'),
    "list_of_urls": ("x", ["https://u:p@h/"], '["https://***@h/"]'),
}


@pytest.mark.parametrize(("key", "value", "shown"), VALUES.values(), ids=VALUES)
def test_show_value(key: str, value: object, shown: str) -> None:
    assert show_value(key, value) == shown
