"""The launcher as people start it: a process, in a project of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.launcher.project import begin, make_project, run

WHERE_USED = {"ensurepip", "json", "logging", "shlex", "socket", "subprocess", "tempfile", "tomllib", "venv"}

pytestmark = pytest.mark.filterwarnings("default")  # of this Python's own ensurepip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was started once."""
    folder = make_project(tmp_path_factory.mktemp("launcher") / "project")
    status, output, said = run(folder, "--list")
    assert (status, output.count("invoke")) == (0, 1), said
    return folder


@pytest.fixture
def changed(made: Path, tmp_path: Path) -> Iterator[Path]:
    """For tests that change it: what it looks like afterwards is no other test's affair."""
    kept = shutil.copytree(made, tmp_path / "kept", symlinks=True)
    yield made
    shutil.rmtree(made)
    kept.rename(made)


HANDED_OVER = {
    "a_task": (["status", "--json"], "['invoke', '--search-root={root}', 'status', '--json']"),
    "the_list": (["--list"], "['invoke', '--search-root={root}', '--list']"),
    "all_sessions": (
        ["test"],
        "['nox', '--noxfile={root}/noxfile.py', '--session', 'lint', 'types', 'layers', 'tests', 'integration']",
    ),
    "some_sessions": (["test", "lint", "types"], "['nox', '--noxfile={root}/noxfile.py', '--session', 'lint', 'types']"),
    "words_for_a_session_s_program": (
        ["test", "tests", "--", "-k", "gate"],
        "['nox', '--noxfile={root}/noxfile.py', '--session', 'tests', '--', '-k', 'gate']",
    ),
}


@pytest.mark.parametrize(("arguments", "expected"), HANDED_OVER.values(), ids=HANDED_OVER)
def test_yard_hands_over(made: Path, arguments: list[str], expected: str) -> None:
    status, output, said = run(made, *arguments)
    assert (status, output.strip(), said) == (0, expected.format(root=made), "")


def test_yard_passes_the_exit_status_through(made: Path) -> None:
    assert run(made, "deploy", "--hub=all", variables={"STATUS": "75"})[0] == 75


def test_yard_from_another_folder_stays_there(made: Path, tmp_path: Path) -> None:
    status, output, _ = run(made, "adopt", ".", cwd=tmp_path)
    assert (status, output.strip()) == (0, f"['invoke', '--search-root={made}', 'adopt', '.']")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_yard_alone_says_what_it_is_and_makes_nothing(tmp_path: Path, arguments: list[str]) -> None:
    folder = make_project(tmp_path)
    status, output, said = run(folder, *arguments)
    assert (status, said, (folder / ".venv").exists()) == (0, "", False)
    assert "./yard deploy --hub=all" in output


LANGUAGES = {
    "ours_counts_most": ({"HUBYARD_LANG": "ko", "LC_ALL": "en_US.UTF-8"}, "작은 Docker 호스트"),
    "locale": ({"LC_ALL": "ko_KR.UTF-8"}, "작은 Docker 호스트"),
    "lang_where_nothing_else_is_set": ({"LC_ALL": "", "LANG": "ko_KR.UTF-8"}, "작은 Docker 호스트"),
    "another_locale_is_english": ({"LC_ALL": "de_DE.UTF-8"}, "small Docker host"),
}


@pytest.mark.parametrize(("variables", "expected"), LANGUAGES.values(), ids=LANGUAGES)
def test_yard_speaks(made: Path, variables: dict[str, str], expected: str) -> None:
    assert expected in run(made, "--help", variables=variables)[1]


def test_yard_interrupted_while_installing_begins_anew(changed: Path) -> None:
    (changed / ".venv" / "hubyard-stamp").unlink()
    (changed / ".venv" / "left-over").touch()
    status, _, said = run(changed, "--list")
    assert (status, (changed / ".venv" / "left-over").exists()) == (0, False)
    assert "Making .venv" in said


def test_yard_with_another_lock_keeps_what_it_has(changed: Path) -> None:
    (changed / "requirements.lock").write_text("# another\n")
    (changed / ".venv" / "kept").touch()
    status, _, said = run(changed, "--list")
    assert (status, (changed / ".venv" / "kept").exists()) == (0, True)
    assert "Installing the packages" in said
    assert "Making .venv" not in said


def test_yard_moved_makes_its_environment_anew(made: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(made, moved, symlinks=True)
    status, output, said = run(moved, "--list")
    assert (status, output.strip()) == (0, f"['invoke', '--search-root={moved}', '--list']")
    assert "Making .venv" in said


def test_yard_without_its_python_makes_its_environment_anew(changed: Path) -> None:
    for link in (changed / ".venv" / "bin").glob("python*"):
        link.unlink()
        link.symlink_to("/nowhere/python")
    status, _, said = run(changed, "--list")
    assert status == 0
    assert "Making .venv" in said


def test_yard_without_its_invoke_begins_anew_next_time(changed: Path) -> None:
    (changed / ".venv" / "bin" / "invoke").unlink()
    assert run(changed, "--list")[0] == 2
    assert run(changed, "--list")[0] == 0


def test_yard_whose_installation_fails_says_so_and_leaves_no_stamp(changed: Path) -> None:
    (changed / "requirements.lock").write_text("./no-such-package\n")
    status, output, said = run(changed, "--list")
    assert (status, output, (changed / ".venv" / "hubyard-stamp").exists()) == (2, "", False)
    assert "could not be prepared" in said


def test_yard_started_three_times_at_once_installs_once(changed: Path) -> None:
    (changed / "requirements.lock").write_text("# for three\n")
    (changed / ".venv" / "hubyard-stamp").unlink()
    processes = [begin(changed, "--list") for _ in range(3)]
    said = [process.communicate(timeout=300)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert "".join(said).count("Making .venv") == 1


def run_without_roots_rights(folder: Path) -> tuple[int, str, str]:
    """Root may write everywhere; without these capabilities it is the folder's mode that counts, as it does for everybody else."""
    plain = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    argv = [*plain, sys.executable, str(folder / "yard"), "--list"]
    ended = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False, env={"PATH": os.environ["PATH"]})
    return ended.returncode, ended.stdout, ended.stderr


def test_yard_where_nothing_may_be_written_says_what_to_do(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project")
    folder.chmod(0o555)
    status, output, said = run_without_roots_rights(folder)
    assert (status, output) == (5, "")
    assert f"{folder} cannot be written: Permission denied" in said


@pytest.fixture
def closed(made: Path) -> Iterator[Path]:
    """The project as it is for those who may only read it, and nothing of it compiled."""
    for compiled in made.glob("hubyard/**/__pycache__"):
        shutil.rmtree(compiled)
    folders = [made, made / ".venv", *(path for path in made.glob("hubyard/**") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield made
    for folder in folders:
        folder.chmod(0o755)


def test_yard_that_another_user_made_starts_where_nothing_may_be_written(closed: Path) -> None:
    assert run_without_roots_rights(closed) == (0, f"['invoke', '--search-root={closed}', '--list']\n", "")
    assert list(closed.glob("hubyard/**/__pycache__")) == []


def test_yard_without_its_invoke_where_nothing_may_be_written_says_what_to_do(closed: Path) -> None:
    invoke = closed / ".venv" / "bin" / "invoke"
    invoke.rename(invoke.with_name("kept"))
    status, output, said = run_without_roots_rights(closed)
    invoke.with_name("kept").rename(invoke)
    assert (status, output) == (5, "")
    assert f"{closed} cannot be written: Permission denied" in said


def isolated(folder: Path, *options: str, argument: str) -> "subprocess.CompletedProcess[str]":
    argv = [sys.executable, "-S", "-I", *options, str(folder / "yard"), argument]
    return subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)


def test_yard_needs_nothing_but_the_standard_library(made: Path) -> None:
    assert isolated(made, argument="--help").returncode == 0


def test_yard_started_again_imports_little(made: Path) -> None:
    loaded = {line.rpartition("|")[2].strip() for line in isolated(made, "-Ximporttime", argument="--list").stderr.splitlines()}
    assert "hubyard.launcher.environment" in loaded
    assert WHERE_USED.intersection(loaded) == set()
