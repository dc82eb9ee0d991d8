"""Real checkouts, as people leave them."""

import subprocess
from pathlib import Path

import pytest

from hubyard.adoption.values import Origin
from hubyard.drivers.adoption.origin import read_origin

WHO = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"]


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *WHO, *arguments], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    place = tmp_path / "web"
    place.mkdir()
    git(place, "init", "--quiet", "--initial-branch=main")
    git(place, "commit", "--quiet", "--allow-empty", "--message=one")
    return place


def add_remote(checkout: Path, name: str) -> None:
    git(checkout, "remote", "add", name, "https://user:token@example.invalid/x.git")
    git(checkout, "update-ref", f"refs/remotes/{name}/release", "HEAD")


def test_origin_without_remote(checkout: Path) -> None:
    assert read_origin(checkout) == Origin(root=checkout, branch="main")


def test_origin_of_a_folder_inside_is_the_checkout_s(checkout: Path) -> None:
    (checkout / "apps").mkdir()
    assert read_origin(checkout / "apps") == Origin(root=checkout, branch="main")


def test_origin_only_remote_is_taken_with_the_current_branch(checkout: Path) -> None:
    add_remote(checkout, "company")
    assert read_origin(checkout) == Origin(root=checkout, remote="company", branch="main")


def test_origin_upstream_counts_before_other_remotes(checkout: Path) -> None:
    add_remote(checkout, "origin")
    add_remote(checkout, "company")
    git(checkout, "branch", "--quiet", "--set-upstream-to=company/release")
    assert read_origin(checkout) == Origin(root=checkout, remote="company", branch="release")


def test_origin_of_several_that_nothing_chooses_names_them(checkout: Path) -> None:
    add_remote(checkout, "gitlab")
    add_remote(checkout, "backup")
    assert read_origin(checkout) == Origin(root=checkout, several=("backup", "gitlab"), branch="main")


def test_origin_detached_has_no_branch(checkout: Path) -> None:
    add_remote(checkout, "origin")
    git(checkout, "checkout", "--quiet", "--detach")
    assert read_origin(checkout) == Origin(root=checkout, remote="origin")


def test_origin_outside_git_is_none(tmp_path: Path) -> None:
    assert read_origin(tmp_path) is None
