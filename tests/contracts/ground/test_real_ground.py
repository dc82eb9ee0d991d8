"""What only a real file system has."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hubyard.drivers.adoption.ground import LONGEST_BYTES, RealGround
from hubyard.errors import AlreadyThere, FolderForbidden


def test_sources_leave_out_what_was_installed_generated_or_linked(tmp_path: Path) -> None:
    for name in ("src/a.js", "node_modules/x/a.js", ".next/b.js", "dist/c.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("code")
    (tmp_path / "src/bundle.js").write_text("x" * (LONGEST_BYTES + 1))
    (tmp_path / "src/link.js").symlink_to("/etc/passwd")
    (tmp_path / "src/up").symlink_to(tmp_path)
    assert list(RealGround().sources(tmp_path)) == [tmp_path / "src/a.js"]


def test_text_of_a_binary_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_bytes(b"\x7fELF\0")
    assert RealGround().text(tmp_path / "a.js") == ""


def test_closed_folder_holds_nothing_for_us(closed_folder: Path) -> None:
    ground, folder, inside = RealGround(), closed_folder.parent, closed_folder / "Dockerfile"
    assert (ground.dockerfiles(folder), ground.compose_files(folder), ground.text(inside)) == ([], [], "")
    assert (ground.sources(inside), ground.sources(folder), ground.exists(inside)) == ({}, {}, False)


def test_write_does_not_go_through_a_broken_symlink(tmp_path: Path) -> None:
    (tmp_path / "hub.toml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AlreadyThere):
        RealGround().write({tmp_path / "hub.toml": "x"})
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("write", [RealGround().write, RealGround().replace])
def test_write_where_nobody_may_names_the_folder_that_is_there(write: Callable[[Mapping[Path, str]], None]) -> None:
    with pytest.raises(FolderForbidden) as caught:
        write({Path("/proc/yard/web/hub.toml"): "x"})
    assert caught.value.folder == Path("/proc")


def test_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AlreadyThere):
        RealGround().write({tmp_path / "yard/yard.toml": "x", tmp_path / "file/web/hub.toml": "x"})
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
