"""Git itself, with real repositories and every way in which they can be in the way."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hubyard.checkout.port import Pulled
from hubyard.drivers.checkout.git_checkouts import GitCheckouts
from hubyard.drivers.clock import HostClock
from hubyard.errors import BranchDiverged, CheckoutMissing, CheckoutUnreadable, LocalChanges, PullFailed, WrongBranch


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=someone", "-c", "user.email=someone@example.invalid", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def commit(folder: Path, file: str, content: str) -> str:
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(content, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", content)
    return git(folder, "rev-parse", "HEAD")[:12]


@dataclass(kw_only=True)
class Repositories:
    """`checkout` is ours, `other` somebody else's of the same `remote`."""

    remote: Path
    checkout: Path
    other: Path

    def push(self, file: str = "new", content: str = "new") -> str:
        pushed = commit(self.other, file, content)
        git(self.other, "push", "-q", "origin", "main")
        return pushed


@pytest.fixture
def repositories(tmp_path: Path) -> Repositories:
    remote, checkout, other = tmp_path / "remote.git", tmp_path / "checkout", tmp_path / "other"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(remote))
    git(tmp_path, "clone", "-q", str(remote), str(other))
    git(other, "checkout", "-q", "-B", "main")
    made = Repositories(remote=remote, checkout=checkout, other=other)
    made.push("app/server.js", "first")
    git(tmp_path, "clone", "-q", str(remote), str(checkout))
    return made


@pytest.fixture
def checkouts() -> GitCheckouts:
    return GitCheckouts(clock=HostClock())


def pull(checkouts: GitCheckouts, folder: Path, *, remote: str = "origin", branch: str | None = "main", limit_s: float = 30) -> Pulled:
    return checkouts.pull(folder, hub="Toy", remote=remote, branch=branch, limit_s=limit_s)


# -- where it is


def test_state_of_a_clean_checkout(checkouts: GitCheckouts, repositories: Repositories) -> None:
    state = checkouts.state(repositories.checkout, hub="Toy")
    assert (state.revision, state.branch, state.changed_files) == (git(repositories.checkout, "rev-parse", "HEAD")[:12], "main", ())


def test_state_with_changes_is_dirty_but_not_with_new_files(checkouts: GitCheckouts, repositories: Repositories) -> None:
    (repositories.checkout / "untracked").write_text("x", encoding="utf-8")
    assert not checkouts.state(repositories.checkout, hub="Toy").revision.endswith("-dirty")
    (repositories.checkout / "app" / "server.js").write_text("changed", encoding="utf-8")
    state = checkouts.state(repositories.checkout, hub="Toy")
    assert state.revision.endswith("-dirty")
    assert state.changed_files == ("app/server.js",)


def test_state_of_a_folder_counts_changes_in_it_alone(checkouts: GitCheckouts, repositories: Repositories) -> None:
    commit(repositories.checkout, "elsewhere/x", "x")
    (repositories.checkout / "elsewhere" / "x").write_text("changed", encoding="utf-8")
    assert not checkouts.state(repositories.checkout / "app", hub="Toy").revision.endswith("-dirty")
    assert checkouts.state(repositories.checkout / "elsewhere", hub="Toy").revision.endswith("-dirty")


def test_state_leaves_the_index_as_it_is(checkouts: GitCheckouts, repositories: Repositories) -> None:
    index = repositories.checkout / ".git" / "index"
    os.utime(repositories.checkout / "app" / "server.js", (0, 0))
    before = index.read_bytes(), index.stat().st_mtime_ns
    checkouts.state(repositories.checkout, hub="Toy")
    assert (index.read_bytes(), index.stat().st_mtime_ns) == before


def test_state_of_a_detached_head_has_no_branch(checkouts: GitCheckouts, repositories: Repositories) -> None:
    git(repositories.checkout, "checkout", "-q", "--detach")
    assert checkouts.state(repositories.checkout, hub="Toy").branch is None


def test_state_without_git_is_unversioned(checkouts: GitCheckouts, tmp_path: Path) -> None:
    assert checkouts.state(tmp_path, hub="Toy").revision == "unversioned"


def test_state_of_no_folder_is_an_error(checkouts: GitCheckouts, tmp_path: Path) -> None:
    with pytest.raises(CheckoutMissing):
        checkouts.state(tmp_path / "none", hub="Toy")


def test_state_from_within_a_hook_means_the_folder(
    checkouts: GitCheckouts, repositories: Repositories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(repositories.remote))
    assert checkouts.state(repositories.checkout, hub="Toy").branch == "main"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_state_of_a_foreign_owner_is_an_error(checkouts: GitCheckouts, repositories: Repositories) -> None:
    for entry in [repositories.checkout, *repositories.checkout.rglob("*")]:
        shutil.chown(entry, 65534, 65534)
    with pytest.raises(CheckoutUnreadable) as caught:
        checkouts.state(repositories.checkout, hub="Toy")
    assert caught.value.detail == "it belongs to another user (dubious ownership)"


def test_state_of_a_broken_repository_is_an_error(checkouts: GitCheckouts, repositories: Repositories) -> None:
    (repositories.checkout / ".git" / "index").write_text("broken", encoding="utf-8")
    with pytest.raises(CheckoutUnreadable):
        checkouts.state(repositories.checkout, hub="Toy")


# -- pulling


def test_pull_of_nothing_new(checkouts: GitCheckouts, repositories: Repositories) -> None:
    pulled = pull(checkouts, repositories.checkout)
    assert pulled.before == pulled.after


@pytest.mark.parametrize("branch", ["main", None])
def test_pull_fast_forwards(checkouts: GitCheckouts, repositories: Repositories, branch: str | None) -> None:
    before, after = git(repositories.checkout, "rev-parse", "HEAD")[:12], repositories.push()
    assert pull(checkouts, repositories.checkout, branch=branch) == Pulled(before=before, after=after)
    assert (repositories.checkout / "new").read_text(encoding="utf-8") == "new"


def test_pull_by_address_instead_of_a_name(checkouts: GitCheckouts, repositories: Repositories) -> None:
    after = repositories.push()
    assert pull(checkouts, repositories.checkout, remote=str(repositories.remote)).after == after


def test_pull_of_a_shallow_clone(checkouts: GitCheckouts, repositories: Repositories, tmp_path: Path) -> None:
    repositories.push("second", "second")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repositories.remote}", str(shallow))
    repositories.push("third", "third")
    after = repositories.push("fourth", "fourth")
    assert pull(checkouts, shallow).after == after


def test_pull_with_own_commits_and_nothing_new_keeps_them(checkouts: GitCheckouts, repositories: Repositories) -> None:
    own = commit(repositories.checkout, "own", "own")
    assert pull(checkouts, repositories.checkout) == Pulled(before=own, after=own)


def test_pull_with_local_changes_is_refused(checkouts: GitCheckouts, repositories: Repositories) -> None:
    repositories.push()
    (repositories.checkout / "app" / "server.js").write_text("mine", encoding="utf-8")
    with pytest.raises(LocalChanges) as caught:
        pull(checkouts, repositories.checkout / "app")
    assert caught.value.files == "app/server.js"
    assert (repositories.checkout / "app" / "server.js").read_text(encoding="utf-8") == "mine"
    assert not (repositories.checkout / "new").exists()


def test_pull_over_an_untracked_file_is_refused(checkouts: GitCheckouts, repositories: Repositories) -> None:
    repositories.push("new", "theirs")
    (repositories.checkout / "new").write_text("mine", encoding="utf-8")
    with pytest.raises(LocalChanges) as caught:
        pull(checkouts, repositories.checkout)
    assert caught.value.files == "new"
    assert (repositories.checkout / "new").read_text(encoding="utf-8") == "mine"


def test_pull_of_a_diverged_branch_is_refused(checkouts: GitCheckouts, repositories: Repositories) -> None:
    repositories.push()
    own = commit(repositories.checkout, "own", "own")
    with pytest.raises(BranchDiverged) as caught:
        pull(checkouts, repositories.checkout)
    assert (caught.value.ahead, caught.value.behind) == (1, 1)
    assert git(repositories.checkout, "rev-parse", "HEAD")[:12] == own


@pytest.mark.parametrize(
    ("branch", "words"), [("release", ()), ("main", ("checkout", "-q", "--detach")), (None, ("checkout", "-q", "--detach"))]
)
def test_pull_on_another_branch_is_refused(
    checkouts: GitCheckouts, repositories: Repositories, branch: str | None, words: tuple[str, ...]
) -> None:
    if words:
        git(repositories.checkout, *words)
    with pytest.raises(WrongBranch):
        pull(checkouts, repositories.checkout, branch=branch)


def test_pull_of_a_branch_that_the_remote_lacks_fails(checkouts: GitCheckouts, repositories: Repositories) -> None:
    git(repositories.checkout, "checkout", "-q", "-b", "mine")
    with pytest.raises(PullFailed) as caught:
        pull(checkouts, repositories.checkout, branch=None)
    assert caught.value.detail == "couldn't find remote ref refs/heads/mine"


REMOTES = {
    "refused": ("http://me:SECRET@127.0.0.1:9/x.git", "Failed to connect to 127.0.0.1 port 9"),
    "ssh_refused": ("ssh://git@127.0.0.1:9/x.git", "Connection refused"),
    "not_there": ("/nowhere/x.git", "does not appear to be a git repository"),
    "an_option": ("--upload-pack=x", "fatal: strange pathname '--upload-pack=x' blocked"),
}


@pytest.mark.parametrize(("remote", "detail"), REMOTES.values(), ids=REMOTES)
def test_pull_from_a_remote_that_does_not_answer_fails(
    checkouts: GitCheckouts, repositories: Repositories, remote: str, detail: str
) -> None:
    if remote.startswith("ssh") and shutil.which("ssh") is None:
        detail = "there is no ssh program on this host"
    with pytest.raises(PullFailed) as caught:
        pull(checkouts, repositories.checkout, remote=remote)
    assert caught.value.detail == detail
    assert "SECRET" not in str(caught.value)


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """A server that takes a connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_pull_from_a_remote_that_says_nothing_ends_at_its_limit(
    checkouts: GitCheckouts, repositories: Repositories, door: socket.socket
) -> None:
    began = time.monotonic()
    with pytest.raises(PullFailed) as caught:
        pull(checkouts, repositories.checkout, remote=f"http://127.0.0.1:{door.getsockname()[1]}/x.git", limit_s=1)
    assert caught.value.detail == "it did not end in time"
    assert time.monotonic() - began < 20


def test_pull_from_a_remote_that_asks_for_a_password_fails(
    checkouts: GitCheckouts, repositories: Repositories, door: socket.socket
) -> None:
    def answer() -> None:
        with door.accept()[0] as connection:
            connection.recv(65536)
            connection.sendall(
                b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )

    threading.Thread(target=answer, daemon=True).start()
    with pytest.raises(PullFailed) as caught:
        pull(checkouts, repositories.checkout, remote=f"http://127.0.0.1:{door.getsockname()[1]}/x.git")
    assert caught.value.detail == "it asks for a password"


def test_hook_that_leaves_a_daemon_behind_neither_holds_us_up_nor_keeps_our_descriptors(
    checkouts: GitCheckouts, repositories: Repositories, tmp_path: Path
) -> None:
    hook = repositories.checkout / ".git" / "hooks" / "post-merge"
    hook.write_text(f"#!/bin/sh\nls -l /proc/self/fd > {tmp_path}/open\nsetsid sleep 30 & echo $! > {tmp_path}/pid\n", encoding="utf-8")
    hook.chmod(0o755)
    after = repositories.push()
    ticket = os.open(tmp_path / "ticket", os.O_CREAT | os.O_RDWR)
    os.set_inheritable(ticket, True)  # noqa: FBT003  so that only closing it helps
    began = time.monotonic()
    try:
        assert pull(checkouts, repositories.checkout).after == after
    finally:
        os.close(ticket)
        os.kill(int((tmp_path / "pid").read_text(encoding="utf-8")), 9)
    assert time.monotonic() - began < 20
    assert "ticket" not in (tmp_path / "open").read_text(encoding="utf-8")
