"""What changes a build's digest, and what does not."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hubyard.drivers.checkout.git_checkouts import GitCheckouts
from hubyard.drivers.clock import HostClock
from hubyard.errors import ContextUnreadable

CHECKOUTS = GitCheckouts(clock=HostClock())


@pytest.fixture
def context(tmp_path: Path) -> Path:
    for name, content in {
        "Dockerfile": "FROM x",
        ".dockerignore": "node_modules\n# a comment\n\n.env*\n!.env.example\n**/*.log\n/dist/\n",
        "src/a.js": "a",
        "src/empty/.keep": "",
        "node_modules/x/index.js": "x",
        ".env": "SECRET",
        ".env.example": "A=",
        "src/b.log": "log",
        "dist/out": "out",
        ".git/FETCH_HEAD": "x",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "link").symlink_to("src/a.js")
    return tmp_path


def digest(context: Path, dockerfile: str = "Dockerfile") -> str:
    return CHECKOUTS.context_digest(context, dockerfile=context / dockerfile)


def write(name: str, content: str = "changed") -> Callable[[Path], None]:
    def change(context: Path) -> None:
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        (context / name).write_text(content, encoding="utf-8")

    return change


def relink(context: Path) -> None:
    (context / "link").unlink()
    (context / "link").symlink_to("src/b.js")


def move(context: Path) -> None:
    (context / "src" / "a.js").rename(context / "src" / "c.js")


COUNTS = {
    "content": write("src/a.js"),
    "new_file": write("src/new.js"),
    "exception": write(".env.example"),
    "ignore_file": write(".dockerignore", "node_modules\n"),
    "mode": lambda context: (context / "src" / "a.js").chmod(0o755),
    "link": relink,
    "name": move,
    "empty_folder": lambda context: (context / "new").mkdir(),
}
COUNTS_NOT = {
    "ignored_folder": write("node_modules/x/index.js"),
    "ignored_new": write("node_modules/y"),
    "ignored_file": write(".env"),
    "ignored_by_wildcard": write("src/b.log"),
    "ignored_with_slashes": write("dist/out"),
    "git": write(".git/FETCH_HEAD"),
    "time": lambda context: os.utime(context / "src" / "a.js", (0, 0)),
    "nothing": lambda _context: None,
}


@pytest.mark.parametrize("change", COUNTS.values(), ids=COUNTS)
def test_changes_the_digest(context: Path, change: Callable[[Path], None]) -> None:
    before = digest(context)
    change(context)
    assert digest(context) != before


@pytest.mark.parametrize("change", COUNTS_NOT.values(), ids=COUNTS_NOT)
def test_does_not_change_the_digest(context: Path, change: Callable[[Path], None]) -> None:
    before = digest(context)
    change(context)
    assert digest(context) == before


def test_exception_with_a_wildcard_counts_inside_an_ignored_folder(context: Path) -> None:
    write(".dockerignore", "src\n!**/a.js\n")(context)
    before = digest(context)
    write("src/a.js")(context)
    assert digest(context) != before


def test_ignore_file_of_the_dockerfile_comes_before_the_contexts(context: Path) -> None:
    write("web.Dockerfile.dockerignore", "src\n")(context)
    before = digest(context, "web.Dockerfile")
    write("src/a.js")(context)
    assert digest(context, "web.Dockerfile") == before
    write("node_modules/y")(context)
    assert digest(context, "web.Dockerfile") != before


def test_name_cannot_pass_for_content(tmp_path: Path) -> None:
    for folder, (name, content) in {"one": ("a", "bc"), "two": ("ab", "c")}.items():
        write(f"{folder}/{name}", content)(tmp_path)
    assert digest(tmp_path / "one") != digest(tmp_path / "two")


def test_fifo_is_not_read(context: Path) -> None:
    os.mkfifo(context / "fifo")
    assert digest(context)


def test_ten_thousand_files(tmp_path: Path) -> None:
    """No figure to keep, only that it does not grow with the square: it takes about a second."""
    write(".dockerignore", "node_modules\n.git\n.env*\n")(tmp_path)
    for number in range(10_000):
        folder = tmp_path / f"f{number // 100}"
        folder.mkdir(exist_ok=True)
        (folder / str(number)).write_bytes(b"x")
    began = time.process_time()
    digest(tmp_path)
    assert time.process_time() - began < 20


def test_file_digests_of_what_is_there_and_what_is_not(tmp_path: Path) -> None:
    write("a", "")(tmp_path)
    assert CHECKOUTS.file_digests([tmp_path / "a", tmp_path / "none", tmp_path, tmp_path / "a" / "below"]) == [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "",
        "",
        "",
    ]


def test_context_digest_over_a_closed_folder_names_it(closed_folder: Path) -> None:
    with pytest.raises(ContextUnreadable) as caught:
        digest(closed_folder.parent)
    assert caught.value.file == closed_folder
