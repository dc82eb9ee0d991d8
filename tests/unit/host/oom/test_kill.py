from pathlib import Path

import pytest

from hubyard.host.oom import Kill, parse_kills

MEMCG = "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0"
HOST = "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom"
STEP = "/hubyard.slice/fin/buildkit/bngcu53lqktnajac66yhf7rbh"


def chosen(*, limited: str | None = None, cgroup: str = STEP, task: str = "node", pid: int = 7) -> str:
    why = HOST if limited is None else f"{MEMCG},oom_memcg={limited}"
    return f"{why},task_memcg={cgroup},task={task},pid={pid},uid=0\n"


def killed(*, task: str = "node", pid: int = 7, anon: int = 100, shmem: int = 20) -> str:
    parts = f"total-vm:2104620kB, anon-rss:{anon}kB, file-rss:588kB, shmem-rss:{shmem}kB, UID:0 pgtables:80kB oom_score_adj:0"
    return f"Memory cgroup out of memory: Killed process {pid} ({task}) {parts}\n"


def kill(*, cgroup: str = STEP, limited: str = "", task: str = "node", pid: int = 7, kib: int = 120) -> Kill:
    return Kill(pid=pid, process=task, cgroup=cgroup, limited=limited, held_bytes=kib * 1024)


CASES: dict[str, tuple[str, list[Kill]]] = {
    "recorded": (
        Path("tests/data/host/kmsg-v1.txt").read_text(),
        [kill(cgroup="/hubyard.slice/fin", limited="/hubyard.slice/fin", task="python3", pid=980, kib=66928 + 5120)],
    ),
    "step_at_the_limit_of_its_hub": (
        chosen(limited="/hubyard.slice/fin") + killed(),
        [kill(limited="/hubyard.slice/fin")],
    ),
    "host_ran_out": (chosen() + killed(), [kill()]),
    "bracket_that_never_closes": (
        chosen(task="next-server (v1") + killed(task="next-server (v1"),
        [kill(task="next-server (v1")],
    ),
    "blank_in_the_name": (chosen(task="npm ci") + killed(task="npm ci"), [kill(task="npm ci")]),
    "comma_in_the_name": (chosen(task="a,pid=9,b") + killed(task="a,pid=9,b"), [kill(task="a,pid=9,b")]),
    "two_after_one_another": (
        chosen(pid=7) + killed(pid=7) + chosen(pid=8) + killed(pid=8),
        [kill(pid=7), kill(pid=8)],
    ),
    "as_dmesg_prints_it": (
        f"[ 1234.567890] {chosen()}[ 1234.567891][  T980] {killed()}",
        [kill()],
    ),
    "as_dev_kmsg_has_it": (
        f"6,812,1234567890,-;{chosen()}3,813,1234567891,-,caller=T980;{killed()} SUBSYSTEM=memory\n",
        [kill()],
    ),
    "the_kernel_said_only_who_was_killed": (killed(), [kill(cgroup="")]),
    "the_end_is_cut_off": (chosen(), [kill(kib=0)]),
    "before_4_19": (
        "Killed process 18177 (palo_be), UID 0, total-vm:70347780kB, anon-rss:45563572kB, file-rss:0kB, shmem-rss:0kB",
        [kill(cgroup="", task="palo_be", pid=18177, kib=45563572)],
    ),
    "who_asked_is_no_victim": ("npm invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n", []),
    "what_was_left_of_it_is_no_second_kill": (
        killed() + "oom_reaper: reaped process 7 (node), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB\n",
        [kill(cgroup="")],
    ),
    "thread_of_who_was_chosen": (
        chosen(task="java", pid=50) + killed(task="Thread-7", pid=57),
        [kill(task="Thread-7", pid=57)],
    ),
    "ended_before_it_was_killed": (
        chosen()
        + "Memory cgroup out of memory: OOM victim 7 (node) is already exiting. Skip killing the task\n"
        + chosen(pid=8)
        + killed(pid=8),
        [kill(pid=8)],
    ),
    "all_of_a_group_and_the_first_told_again": (
        chosen() + killed() + killed(task="sh", pid=6) + killed(),
        [kill(), kill(task="sh", pid=6, cgroup="")],
    ),
    "cut_in_the_middle": ("oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),\n", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "kills"), CASES.values(), ids=CASES)
def test_parse_kills(text: str, kills: list[Kill]) -> None:
    assert list(parse_kills(text)) == kills


BELOW = {
    "itself": ("/hubyard.slice/fin", "/hubyard.slice/fin", True),
    "step": (STEP, "/hubyard.slice/fin", True),
    "seen_from_a_container": (f"/docker/1{STEP}", "/hubyard.slice/fin", True),
    "hub_of_a_longer_name": ("/hubyard.slice/finance/buildkit/x", "/hubyard.slice/fin", False),
    "not_told": ("", "/hubyard.slice/fin", False),
    "anything_is_below_the_top": (STEP, "/", True),
}


@pytest.mark.parametrize(("cgroup", "path", "below"), BELOW.values(), ids=BELOW)
def test_is_below(cgroup: str, path: str, below: bool) -> None:  # noqa: FBT001  a table of cases
    assert kill(cgroup=cgroup).is_below(path) == below
