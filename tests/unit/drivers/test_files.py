"""The yard's own folder: a file is replaced at once, or nothing is left of the attempt."""

from pathlib import Path

import pytest

from hubyard.drivers.files import StateFiles
from hubyard.errors import FileUnreadable, FolderForbidden


def names_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def test_write_replaces_the_text(tmp_path: Path) -> None:
    files = StateFiles(tmp_path, group=None)
    for text in ("old", "new"):
        files.write(tmp_path / "a", text)
    assert (names_in(tmp_path), files.read(tmp_path / "a")) == (["a"], "new")


def test_read_of_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable) as caught:
        StateFiles(tmp_path, group=None).read(tmp_path)
    assert caught.value.file == tmp_path


def test_write_that_cannot_replace_leaves_nothing_beside(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(FolderForbidden):
        StateFiles(tmp_path, group=None).write(tmp_path / "a", "text")
    assert names_in(tmp_path) == ["a"]


def test_write_of_what_is_no_text_leaves_nothing_beside(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        StateFiles(tmp_path, group=None).write(tmp_path / "a", "\ud800")
    assert names_in(tmp_path) == []
