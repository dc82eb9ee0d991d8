"""Files that a person named: for the owner alone, and nobody else's is overwritten."""

from pathlib import Path

import pytest

from hubyard.drivers.diagnosis.papers import HostPapers
from hubyard.errors import AlreadyThere, FolderForbidden, RecordingUnreadable


def is_ours(text: str) -> bool:
    return text.startswith("ours")


def test_write_is_for_the_owner_alone(tmp_path: Path) -> None:
    HostPapers().write(tmp_path / "a", "ours\ud800", ours=is_ours)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert HostPapers().read(tmp_path / "a") == "ours?"


def test_write_replaces_what_is_ours(tmp_path: Path) -> None:
    HostPapers().write(tmp_path / "a", "ours 1", ours=is_ours)
    HostPapers().write(tmp_path / "a", "ours 2", ours=is_ours)
    assert [file.name for file in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "ours 2"


@pytest.mark.parametrize("kind", ["text", "folder", "symlink", "dangling"])
def test_write_leaves_what_is_not_ours(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "a"
    if kind == "text":
        place.write_text("yours")
    elif kind == "folder":
        place.mkdir()
    else:
        (tmp_path / "b").write_text("ours")
        place.symlink_to(tmp_path / ("b" if kind == "symlink" else "none"))
    with pytest.raises(AlreadyThere):
        HostPapers().write(place, "ours", ours=is_ours)


def test_write_where_there_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderForbidden):
        HostPapers().write(tmp_path / "none" / "a", "ours", ours=is_ours)


def test_read_of_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingUnreadable) as refused:
        HostPapers().read(tmp_path / "none")
    assert "No such file" in refused.value.detail
