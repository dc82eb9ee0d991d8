"""The driver over real folders: what people leave lying about in them."""

from pathlib import Path

import pytest

from hubyard.drivers.settings import read_yard
from hubyard.errors import SettingsInvalid, SettingsUnreadable, YardMissing


def lay_out(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


HUB = b'service = "a"\n'


def test_read_yard_without_yard_toml_is_one_with_defaults(tmp_path: Path) -> None:
    yard = read_yard(lay_out(tmp_path, {"a/hub.toml": HUB, "node_modules/x/hub.toml": HUB, ".old/hub.toml": HUB, "notes.txt": b""}))
    assert ([hub.name for hub in yard.hubs], yard.settings.port) == (["a"], 4400)


def test_read_yard_takes_windows_editors(tmp_path: Path) -> None:
    yard = read_yard(lay_out(tmp_path, {"yard.toml": b"\xef\xbb\xbfport = 4401\r\n"}))
    assert yard.settings.port == 4401


@pytest.mark.parametrize("name", ["nothing", "empty", "file"])
def test_read_yard_of_no_yard_is_told(tmp_path: Path, name: str) -> None:
    lay_out(tmp_path, {"empty/README": b"", "file": b""})
    with pytest.raises(YardMissing):
        read_yard(tmp_path / name)


UNREADABLE = {
    "not_utf8": ({"yard.toml": b"# \xc7\xd1\n"}, "yard.toml", "not UTF-8 (byte 3)"),
    "not_toml": ({"a/hub.toml": b"service = ["}, "a/hub.toml", "Invalid value (at end of document)"),
    "a_folder": ({"yard.toml/x": b""}, "yard.toml", "Is a directory"),
    "too_long": ({"yard.toml": b"#" * (1024**2 + 1)}, "yard.toml", "more than 1048576 bytes"),
}


@pytest.mark.parametrize(("files", "file", "detail"), UNREADABLE.values(), ids=UNREADABLE)
def test_read_yard_unreadable_file_is_named(tmp_path: Path, files: dict[str, bytes], file: str, detail: str) -> None:
    with pytest.raises(SettingsUnreadable) as caught:
        read_yard(lay_out(tmp_path, files))
    assert (caught.value.file, caught.value.detail) == (tmp_path / file, detail)


def test_read_yard_one_broken_hub_stops_the_whole_yard(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        read_yard(lay_out(tmp_path, {"a/hub.toml": HUB, "b/hub.toml": b"port = 1\n"}))
    assert caught.value.file == tmp_path / "b/hub.toml"


def test_read_yard_by_a_symlink_is_the_real_place(tmp_path: Path) -> None:
    lay_out(tmp_path / "real", {"a/hub.toml": HUB})
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert read_yard(tmp_path / "link").folder == tmp_path / "real"
