import pytest

from hubyard.gate.processes import ProcessState, kill_command, parse_boot_s, parse_stat, short_command

FIELDS = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20"

STATS = {
    "sleeping": (f"12 (bash) S {FIELDS}", "S", False),
    "stopped": (f"12 (bash) T {FIELDS}", "T", True),
    "traced": (f"12 (bash) t {FIELDS}", "t", True),
    "bracket_that_never_closes": (f"12 (next-server (v1) R {FIELDS}", "R", False),
    "name_like_a_state": (f"12 (a) T (b) S {FIELDS}", "S", False),
}


@pytest.mark.parametrize(("text", "letter", "stopped"), STATS.values(), ids=STATS)
def test_parse_stat(text: str, letter: str, stopped: bool) -> None:  # noqa: FBT001  a table of cases
    state = parse_stat(text)
    assert (state, state.stopped) == (ProcessState(letter=letter, parent=1, start_ticks=4711), stopped)


def test_parse_boot_s() -> None:
    assert parse_boot_s("cpu  1 2 3\nbtime 1772355600\nprocesses 9\n") == 1772355600


COMMANDS = {
    "empty": (b"", ""),
    "script": (b"bash\0scripts/deploy-staging.sh\0", "bash scripts/deploy-staging.sh"),
    "values_are_left_out": (b"deploy\0--token=hunter2\0", "deploy --token=…"),
    "later_words_are_left_out": (b"mysql\0-u\0root\0hunter2\0", "mysql -u root"),
    "long_one_is_cut": (b"bash\0-c\0" + b"x" * 99, "bash -c " + "x" * 51 + "…"),
    "not_utf8": (b"\xff\0", "�"),
}


@pytest.mark.parametrize(("cmdline", "shown"), COMMANDS.values(), ids=COMMANDS)
def test_short_command(cmdline: bytes, shown: str) -> None:
    assert short_command(cmdline) == shown


BY_CGROUP = """sudo sh -c 'kill -KILL $(cat $(find /sys/fs/cgroup -name cgroup.procs \\( -path "*/hubyard.slice/fin/*" \\)))'"""
KILLS = {
    "seen": ({"fin": [3, 4]}, "sudo kill -KILL 3 4"),
    "of_two_hubs": ({"fin": [3], "sales": [4]}, "sudo kill -KILL 3 4"),
    "of_another_pid_namespace": ({"fin": [0]}, BY_CGROUP),
    "some_of_another_pid_namespace": ({"fin": [0, 3]}, BY_CGROUP),
}


@pytest.mark.parametrize(("steps", "command"), KILLS.values(), ids=KILLS)
def test_kill_command(steps: dict[str, list[int]], command: str) -> None:
    """Never `kill 0`: that is everything the person runs in that shell."""
    assert kill_command(steps) == command
