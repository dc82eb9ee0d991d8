"""The directory of the locks: for the engine's group, for nobody else, and never a second one."""

import os
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hubyard.config.yard import GateSettings
from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.build_cgroups import BuildCgroups
from hubyard.errors import LockDirectoryUnsafe, LockFileForbidden
from hubyard.events import tell_nobody
from hubyard.gate.port import Patience, Want
from tests.contracts.gate.conftest import Start
from tests.fakes.host import FakeHost

WANT = Want(hub="fin", title="WBFinHub", command="invoke deploy")
as_others = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become other users")
DAEMON, NOBODY = 1, 65534
"""Users of every Debian; the first has a group of the same number."""
NAMELESS = 65011


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "gate/v1"


@pytest.fixture
def enter(tmp_path: Path, place: Path) -> Callable[[], None]:
    def entered() -> None:
        settings = GateSettings(directory=str(place), old_lock=str(tmp_path / "old.lock"))
        gate = KernelGate(settings, socket_group=None, tell=tell_nobody, host=FakeHost(), cgroups=BuildCgroups(tmp_path / "cgroup"))
        with gate.grant(WANT, patience=Patience(limit_s=0)):
            pass

    return entered


@pytest.fixture
def commons() -> Iterator[str]:
    """A folder as /run/lock: all may make something in it, nobody may remove what is another's."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o1777)
    yield str(folder)
    shutil.rmtree(folder)


def modes(place: Path) -> set[str]:
    return {oct(folder.stat().st_mode & 0o7777) for folder in (place.parent, place, place / "running", place / "waiting", place / "hub")}


def test_directory_is_made_for_the_group_whatever_the_umask(enter: Callable[[], None], place: Path) -> None:
    before = os.umask(0o077)
    try:
        enter()
    finally:
        os.umask(before)
    assert modes(place) == {"0o2770"}
    assert {oct(file.stat().st_mode & 0o7777) for file in (place / "turn", place / "door")} == {"0o660"}


UNSAFE: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "symlink": (lambda place: place.symlink_to("/tmp"), "lock_directory_is_a_symlink", "sudo rm "),
    "dangling_symlink": (lambda place: place.symlink_to("/nowhere"), "lock_directory_is_a_symlink", "sudo rm "),
    "file": (lambda place: place.touch(), "lock_directory_is_no_folder", "sudo rm "),
    "open_to_all": (lambda place: make(place, 0o2777), "lock_directory_has_wrong_rights", "sudo chmod "),
    "closed_to_the_group": (lambda place: make(place, 0o700), "lock_directory_has_wrong_rights", "sudo chmod 2770 "),
    "another_group": (lambda place: make(place, 0o2770, group=DAEMON), "lock_directory_has_another_group", "sudo chgrp -R root "),
    "a_strangers": (lambda place: make(place, 0o2770, owner=NOBODY), "lock_directory_is_a_strangers", "sudo rm -r "),
}


def make(place: Path, mode: int, *, owner: int = 0, group: int = 0) -> None:
    place.mkdir()
    os.chown(place, owner, group)
    place.chmod(mode)


@as_others
@pytest.mark.parametrize(("spoil", "detail", "remedy"), UNSAFE.values(), ids=UNSAFE)
def test_directory_that_is_unsafe_is_refused_with_a_remedy(
    enter: Callable[[], None], place: Path, spoil: Callable[[Path], None], detail: str, remedy: str
) -> None:
    place.parent.mkdir()
    spoil(place)
    with pytest.raises(LockDirectoryUnsafe) as unsafe:
        enter()
    assert (unsafe.value.folder, unsafe.value.detail, unsafe.value.remedy.startswith(remedy)) == (place, detail, True)


def test_parent_that_is_a_symlink_is_refused(enter: Callable[[], None], place: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    place.parent.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LockDirectoryUnsafe) as unsafe:
        enter()
    assert unsafe.value.folder == place.parent


def test_queue_of_an_unsafe_directory_is_refused(gate: KernelGate, place: Path) -> None:
    place.parent.symlink_to("/nowhere")
    with pytest.raises(LockDirectoryUnsafe):
        gate.queue()


def test_queue_makes_nothing(gate: KernelGate, tmp_path: Path) -> None:
    gate.queue()
    assert list(tmp_path.iterdir()) == []


SPOILT_FILES: dict[str, Callable[[Path], None]] = {
    "symlink": lambda file: file.symlink_to("/tmp/x"),
    "folder": lambda file: file.mkdir(),
    "pipe": os.mkfifo,
}


@pytest.mark.parametrize("spoil", SPOILT_FILES.values(), ids=SPOILT_FILES)
def test_turn_that_is_no_file_is_forbidden(enter: Callable[[], None], place: Path, spoil: Callable[[Path], None]) -> None:
    enter()
    (place / "turn").unlink()
    spoil(place / "turn")
    with pytest.raises(LockFileForbidden):
        enter()


def test_hub_lock_that_cannot_be_written_is_forbidden_and_let_go(gate: KernelGate, place: Path) -> None:
    """/run/lock is small, and may be full. A limit of this process stands in for that: the write is refused by the kernel just so."""
    with pytest.raises(LockFileForbidden) as full, no_file_grows(), gate.hub(WANT, patience=Patience(limit_s=0)):
        pass
    assert (full.value.file, full.value.detail) == (place / "hub/fin", "file too large")
    with gate.hub(WANT, patience=Patience(limit_s=0)):
        pass


@contextmanager
def no_file_grows() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_directory_removed_under_a_waiter_is_made_anew(start: Start, place: Path) -> None:
    inside = start(hub="a")
    inside.hear("at inside")
    head = start(hub="b")
    head.hear("told turn_awaited build")
    waiter = start(hub="c")
    waiter.hear("told turn_awaited turn")
    (place / "turn").unlink()
    inside.say()
    for one in (head, waiter):
        one.hear("at inside")
        one.say()
    assert (place / "turn").exists()


@as_others
def test_members_of_the_group_use_one_gate(start: Start, commons: str) -> None:
    first = start(folder=commons, hub="a", uid=DAEMON, groups=(DAEMON,), socket_group=DAEMON)
    first.hear("at inside")
    second = start(folder=commons, hub="b", uid=NOBODY, groups=(NOBODY, DAEMON), socket_group=DAEMON)
    assert f"A · daemon · pid {first.pid}" in second.hear("told turn_awaited build")
    third = start(folder=commons, hub="c", socket_group=DAEMON)
    third.hear("told turn_awaited turn")
    for leaver, entering in ((first, second), (second, third)):
        leaver.say()
        entering.hear("at inside")
    assert modes(Path(commons) / "gate/v1") == {"0o2770"}


@as_others
def test_a_stranger_is_told_to_join_the_group(start: Start, commons: str) -> None:
    start(folder=commons, socket_group=DAEMON).hear("at inside")
    line = start(folder=commons, uid=NOBODY, groups=(NOBODY,), socket_group=DAEMON).hear("error lock_directory_unsafe")
    assert "usermod -aG daemon nobody" in line


@as_others
def test_a_stranger_without_a_name_is_told_its_number(start: Start, commons: str) -> None:
    start(folder=commons, socket_group=NAMELESS).hear("at inside")
    line = start(folder=commons, uid=NAMELESS, groups=(NOBODY,), socket_group=NAMELESS).hear("error lock_directory_unsafe")
    assert "usermod -aG 65011 65011" in line


@as_others
def test_a_stranger_cannot_make_the_gate_of_a_group(start: Start, commons: str) -> None:
    start(folder=commons, uid=NOBODY, groups=(NOBODY,), socket_group=DAEMON).hear("error lock_directory_unsafe")
    assert list(Path(commons).iterdir()) == []


@as_others
def test_old_lock_of_another_user_is_shared(start: Start, commons: str) -> None:
    start(folder=commons, hub="a", socket_group=DAEMON, jobs=2).hear("at inside")
    start(folder=commons, hub="b", uid=DAEMON, groups=(DAEMON,), socket_group=DAEMON, jobs=2, limit_s=0).hear("at inside")


@as_others
@pytest.mark.parametrize("name", ["old.lock", "gate/v1/turn", "gate/v1/hub/fin"])
def test_lock_file_that_is_closed_to_us_is_forbidden_not_busy(start: Start, commons: str, name: str) -> None:
    for does in ("grant", "hub"):
        first = start(folder=commons, does=does, socket_group=DAEMON)
        first.hear("at inside")
        first.say()
        first.end()
    (Path(commons) / name).chmod(0o600)
    does = "hub" if "hub" in name else "grant"
    line = start(folder=commons, does=does, uid=DAEMON, groups=(DAEMON,), socket_group=DAEMON).hear("error")
    assert line.startswith("error lock_file_forbidden")
    assert '"owner": "root"' in line


@as_others
@pytest.mark.parametrize("does", ["grant", "queue"])
def test_old_lock_below_a_folder_that_is_closed_to_us_is_forbidden(start: Start, commons: str, does: str) -> None:
    """Whether there is such a file cannot be known; which folder is to be opened can."""
    closed = Path(commons) / "old.lock"
    closed.mkdir(mode=0o700)
    ours = start(folder=commons, does=does, old_lock="old.lock/of/scripts", uid=NOBODY, groups=(NOBODY,), socket_group=NOBODY)
    line = ours.hear("error lock_file_forbidden")
    assert f'"owner": "root", "detail": "permission denied", "remedy": "sudo chmod a+x {closed}"' in line
