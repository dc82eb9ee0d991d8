"""No text makes it fail, and none makes it slow."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubyard.host.oom import judge_lines
from hubyard.host.oom.verdict import MARKS

KNOWN = Path("tests/data/oom/own05-oom-group-three-die.txt").read_text()
MEGABYTE = 1_000_000

PARTS = st.one_of(
    st.sampled_from(sorted(MARKS)),
    st.sampled_from(
        ["Killed process 7 (x) total-vm:1kB", ",task=", ",pid=", "kernel: ", "[1.5] ", "{", "}", '"', "\n", "\x1b[", "=", "/", "a" * 64]
    ),
    st.text(max_size=20),
    st.integers(min_value=0).map(str),
)


@given(st.lists(PARTS, max_size=60).map("".join))
def test_no_text_makes_it_fail(text: str) -> None:
    judge_lines(text)


@given(st.lists(st.sampled_from(KNOWN.splitlines(keepends=True)), max_size=40).map("".join))
def test_kills_are_never_more_than_there_were(text: str) -> None:
    assert (judge_lines(text).kills or 0) <= 3


NOISE = {
    "lines_of_a_kernel": "".join(
        f"[{at:6}.{at:06}] eth0: link is up, {at} packets, nothing to see here\n" for at in range(5 * MEGABYTE // 60)
    ),
    "one_line": "x" * 5 * MEGABYTE + "\n",
    "brackets_that_open": "{\n" * MEGABYTE + "\n",
    "marks_without_end": "\n".join(f"{mark} " * 2000 for mark in MARKS) + "\n",
    "names_of_keys": "oom-kill:constraint=" + ",task_memcg=,task=,pid=1" * 100_000 + "\n",
    "colours": "\x1b[" * MEGABYTE + "\n",
    "journal": '{"MESSAGE":"nothing","_TRANSPORT":"kernel","__REALTIME_TIMESTAMP":"1772418031000000"}\n' * 20_000,
}


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_a_few_lines_are_found_in_megabytes(noise: str) -> None:
    verdict = judge_lines(noise + KNOWN + noise)
    assert [victim.comm for victim in verdict.victims] == ["next-server (v1", "node", "sh"]


MANY = {
    "kernel": "[{at}.000001] Out of memory: Killed process {at} (node) total-vm:1kB, anon-rss:1kB",
    "boots": "h{at} kernel: Linux version 6.8\nMay  8 14:05:27 h kernel: Killed process {at} (x) total-vm:1kB\n"
    "May  8 14:05:27 h kernel: Killed process {at} (x) total-vm:1kB",
    "group": "Memory cgroup out of memory: Killed process {at} (node) total-vm:1kB, anon-rss:1kB",
    "hosts": "May  8 14:05:27 h{at} kernel: oom_reaper: reaped process {at} (x), now anon-rss:0kB",
    "earlyoom": 'sending SIGTERM to process {at} uid 0 "node": badness 1, VmRSS 1 MiB',
}


@pytest.mark.parametrize("line", MANY.values(), ids=MANY)
def test_time_grows_with_the_length_alone(line: str) -> None:
    """Each of another process: a list searched, or copied, for each of them would take minutes here."""
    assert judge_lines("\n".join(line.format(at=at) for at in range(20_000))).kills == 20_000
