"""Each shape of the kernel's lines, and the version that prints it so."""

import pytest

from hubyard.host.oom.lines import OomLine, Shape, read_kernel_line
from hubyard.host.oom.records import Record

ID = "a1" * 32
KB = 1024


def line(message: str, shape: Shape, **told: object) -> OomLine:
    return OomLine(shape=shape, record=record(message), **told)  # type: ignore[arg-type]


def record(message: str, program: str | None = "kernel") -> Record:
    return Record(index=0, line=message, message=message, program=program)


SUMMARY = "oom-kill:constraint=CONSTRAINT_{},nodemask=(null),cpuset=fin,mems_allowed=0,{},task_memcg=/a/b,task={},pid=7,uid=0"

CASES: dict[str, tuple[Shape, dict[str, object]]] = {
    "node invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0": (Shape.ASKED, {"comm": "node"}),
    "postgres invoked oom-killer: gfp_mask=0x201d2, order=0, oomkilladj=0": (Shape.ASKED, {"comm": "postgres"}),  # 2.6.18
    "npm run build invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL)": (Shape.ASKED, {"comm": "npm run build"}),
    "[ invoked oom-killer:": (Shape.ASKED, {"comm": "["}),
    "kworker/0:2 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0": (Shape.MANUAL, {"comm": "kworker/0:2"}),
    "sysrq: Manual OOM execution": (Shape.MANUAL, {}),
    "SysRq : Manual OOM execution": (Shape.MANUAL, {}),
    "Workqueue: events moom_callback": (Shape.MANUAL, {}),
    " moom_callback+0x7a/0xb0": (Shape.MANUAL, {}),
    "CPU: 8 PID: 31 Comm: php-fpm Tainted: P           O      5.15": (Shape.ASKER_PID, {"comm": "php-fpm", "pid": 31}),
    "CPU: 1 UID: 0 PID: 31 Comm: npm ci Not tainted 6.18": (Shape.ASKER_PID, {"comm": "npm ci", "pid": 31}),
    "Pid: 31, comm: httpd Not tainted 2.6.32": (Shape.ASKER_PID, {"comm": "httpd", "pid": 31}),
    f"java cpuset={ID} mems_allowed=0-1": (Shape.ASKER_CPUSET, {"comm": "java", "cpuset": ID}),
    "Mem-Info:": (Shape.HOST_MEMORY, {"of_group": False}),
    "[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name": (Shape.TASK_TABLE, {}),
    "[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file": (Shape.TASK_TABLE, {}),
    "Task in /docker/a killed as a result of limit of /docker": (
        Shape.TASK_IN,
        {"cgroup": "/docker/a", "over_limit": "/docker", "of_group": True},
    ),
    "Memory limit reached of cgroup /docker/a": (Shape.OVER_LIMIT, {"over_limit": "/docker/a", "of_group": True}),
    "Memory cgroup stats for /docker/a: cache:0KB rss:4KB": (Shape.OVER_LIMIT, {"over_limit": "/docker/a", "of_group": True}),
    "Memory cgroup stats for /docker/a:": (Shape.OVER_LIMIT, {"over_limit": "/docker/a", "of_group": True}),
    "memory: usage 8192kB, limit 8192kB, failcnt 28": (Shape.MEMORY_LIMIT, {"limit_bytes": 8192 * KB, "of_group": True}),
    "memory: usage 8192kB, limit 9007199254740988kB, failcnt 0": (Shape.MEMORY_LIMIT, {"of_group": True}),
    SUMMARY.format("MEMCG", "oom_memcg=/a", "node"): (
        Shape.CHOSEN,
        {"comm": "node", "pid": 7, "cgroup": "/a/b", "over_limit": "/a", "cpuset": "fin", "of_group": True},
    ),
    SUMMARY.format("NONE", "global_oom", "a,pid=9,b"): (
        Shape.CHOSEN,
        {"comm": "a,pid=9,b", "pid": 7, "cgroup": "/a/b", "cpuset": "fin", "of_group": False},
    ),
    SUMMARY.format("CPUSET", "global_oom", "next-server (v1"): (
        Shape.CHOSEN,
        {"comm": "next-server (v1", "pid": 7, "cgroup": "/a/b", "cpuset": "fin", "of_group": False},
    ),
    SUMMARY.format("MEMCG", "oom_memcg=/a", "node").removesuffix("7,uid=0"): (
        Shape.SUMMARY_CUT,
        {"comm": "node,pid=", "over_limit": "/a", "cgroup": "/a/b", "cpuset": "fin", "of_group": True},
    ),
    "oom-kill:constraint=OTHER_CONSTRAINT": (Shape.SUMMARY_CUT, {}),
    "Out of memory: Kill process 456 (python) score 50 or sacrifice child": (
        Shape.ANNOUNCED,
        {"comm": "python", "pid": 456, "of_group": False},
    ),
    "Memory cgroup out of memory: Kill process 4 (x) score 968 or sacrifice child": (
        Shape.ANNOUNCED,
        {"comm": "x", "pid": 4, "of_group": True},
    ),
    "Out of Memory: Kill process 4 (x) score 5 and children.": (Shape.ANNOUNCED, {"comm": "x", "pid": 4, "of_group": False}),  # 2.6.18
    "Out of memory: kill process 4 (x) score 5 or a child": (Shape.ANNOUNCED, {"comm": "x", "pid": 4, "of_group": False}),  # 2.6.32
    "Kill process 5 (java) sharing same memory": (Shape.KILLED_TOO, {"comm": "java", "pid": 5}),
    "Out of memory: Killed process 123, UID 48, (httpd).": (Shape.KILLED, {"comm": "httpd", "pid": 123, "of_group": False}),
    "Out of memory: Killed process 22 (nginx).": (Shape.KILLED, {"comm": "nginx", "pid": 22, "of_group": False}),
    "Out of memory in UB 101: OOM killed process 4 (x) score 0 vm:450kB, rss:200kB, swap:0kB": (  # OpenVZ's 2.6.32
        Shape.KILLED,
        {"comm": "x", "pid": 4, "of_group": True},
    ),
    "OOM killed process 4 (x) score 0 vm:450kB, rss:200kB, swap:0kB": (Shape.KILLED, {"comm": "x", "pid": 4}),
    "Killed process 4 (x) vsz:100kB, anon-rss:80kB, file-rss:0kB": (  # 2.6.34
        Shape.KILLED,
        {"comm": "x", "pid": 4, "anon_bytes": 80 * KB, "file_bytes": 0},
    ),
    "Killed process 9, UID 500, (java) total-vm:9kB, anon-rss:8kB, file-rss:1kB": (  # el6
        Shape.KILLED,
        {"comm": "java", "pid": 9, "anon_bytes": 8 * KB, "file_bytes": KB},
    ),
    "Killed process 18 (palo_be), UID 0, total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB": (  # el7
        Shape.KILLED,
        {"comm": "palo_be", "pid": 18, "anon_bytes": 8 * KB, "file_bytes": 0, "shmem_bytes": 0},
    ),
    "Memory cgroup out of memory: Killed process 4 ((resolved)) total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:1kB, UID:0 pg": (
        Shape.KILLED,
        {"comm": "(resolved)", "pid": 4, "anon_bytes": 8 * KB, "file_bytes": 0, "shmem_bytes": KB, "of_group": True},
    ),
    "Out of memory (oom_kill_allocating_task): Killed process 4 (x) total-vm:9kB, anon-rss:8": (
        Shape.KILLED,
        {"comm": "x", "pid": 4, "of_group": False},
    ),
    "No available memory (MPOL_BIND): Killed process 4 (x) total-vm:9kB": (Shape.KILLED, {"comm": "x", "pid": 4, "of_group": False}),
    "Tasks in /a/b are going to be killed due to memory.oom.group set": (Shape.GROUP, {"cgroup": "/a/b"}),
    "oom_reaper: reaped process 4 (x y), now anon-rss:0kB": (Shape.REAPED, {"comm": "x y", "pid": 4}),
    "oom_reaper: unable to reap pid:4 (x)": (Shape.REAPED, {"comm": "x", "pid": 4}),
    "Memory cgroup out of memory: OOM victim 4 (x) is already exiting. Skip killing the task": (
        Shape.SPARED,
        {"comm": "x", "pid": 4, "of_group": True},
    ),
    "Out of memory and no killable processes...": (Shape.NOBODY, {}),
    "Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled": (Shape.PANIC, {}),
    "Kernel panic - not syncing: Out of memory and no killable processes...": (Shape.PANIC, {}),
    "Kernel panic - not syncing: System is deadlocked on memory": (Shape.PANIC, {}),
    "Kernel panic - not syncing: out of memory. panic_on_oom is selected": (Shape.PANIC, {}),
    "INFO: task jbd2/vda1-8:211 blocked for more than 120 seconds.": (Shape.HUNG, {}),
    "dockerd: page allocation failure: order:5, mode:0x440dc0": (Shape.PAGES_REFUSED, {}),
    "docker: page allocation failure. order:1, mode:0x20": (Shape.PAGES_REFUSED, {}),
    "SLUB: Unable to allocate memory on node -1 (gfp=0x2088020)": (Shape.PAGES_REFUSED, {}),
}


@pytest.mark.parametrize("message", CASES)
def test_read_kernel_line(message: str) -> None:
    shape, told = CASES[message]
    assert read_kernel_line(record(message)) == line(message, shape, **told)


NONE = {
    "number_cut": "Out of memory: Killed process 4",
    "cut_behind_a_bracket_of_the_name": "Out of memory: Killed process 4 ((resolved)",
    "figure_cut": "memory: usage 8192kB, limit 81",
    "told_by_somebody": "Out of memory: Killed process 4 (node) and went on",
    "announced_by_somebody": "Out of memory: Kill process 4 (node) now",
    "resumed": "OOM killer enabled.",
    "suspended": "OOM killer disabled.",
    "other_limits": "memory+swap: usage 8kB, limit 8kB, failcnt 1",
    "kernel_memory": "kmem: usage 8kB, limit 8kB, failcnt 1",
    "row_of_the_table": "[   3974]     0  3974     5150     2024    81920     1930             0 apk",
    "other_panic": "Kernel panic - not syncing: VFS: Unable to mount root fs",
    "quoted": 'grep: "Out of memory: Killed process 4 (x) total-vm:9kB"',
}


@pytest.mark.parametrize("message", NONE.values(), ids=NONE)
def test_other_lines_are_none_of_ours(message: str) -> None:
    assert read_kernel_line(record(message)) is None


def test_what_another_program_prints_is_not_the_kernels() -> None:
    assert read_kernel_line(record("Out of memory: Killed process 4 (x) total-vm:9kB", program="sudo")) is None
