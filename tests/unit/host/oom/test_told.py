"""Shapes of the lines of other programs."""

import pytest

from hubyard.host.oom import Kind, judge_lines
from hubyard.host.oom.build_lines import read_build_line
from hubyard.host.oom.engine_lines import read_engine_lines
from hubyard.host.oom.killer_lines import read_killer_line
from hubyard.host.oom.records import Record
from hubyard.host.oom.told import Told

ID = "a1" * 32


def record(message: str, program: str | None = None) -> Record:
    return Record(index=0, line=message, message=message, program=program)


KILLERS: dict[str, tuple[str, Told | None, tuple[object, ...]]] = {  # program, what, (comm, pid, cgroup, unit, count)
    "Killed /a/b.scope due to memory pressure for /a being 51.07% > 50.00% for > 20s": (
        "systemd-oomd",
        Told.OOMD_KILLED,
        (None, None, "/a/b.scope", None, None),
    ),
    "Killed /a/b.service due to memory used (32) / total (33) and swap used (7) / total (8) being more than 90.00%": (
        "systemd-oomd",
        Told.OOMD_KILLED,
        (None, None, "/a/b.service", None, None),
    ),
    "b.scope: systemd-oomd killed 12 process(es) in this unit.": ("systemd", Told.OOMD_COUNTED, (None, None, None, "b.scope", 12)),
    "b.scope: systemd-oomd killed some process(es) in this unit.": ("systemd", Told.OOMD_COUNTED, (None, None, None, "b.scope", None)),
    "b.scope: A process of this unit has been killed by the OOM killer.": (
        "systemd",
        Told.UNIT_OOM,
        (None, None, None, "b.scope", None),
    ),
    "b.scope: The kernel OOM killer killed some processes in this unit.": (
        "systemd",
        Told.UNIT_OOM,
        (None, None, None, "b.scope", None),
    ),
    "b.service: Failed with result 'oom-kill'.": ("systemd", Told.UNIT_OOM, (None, None, None, "b.service", None)),
    "b.service: Main process exited, code=killed, status=9/KILL": ("systemd", Told.UNIT_KILLED, (None, None, None, "b.service", None)),
    "b.service: Main process exited, code=exited, status=137/n/a": ("systemd", Told.UNIT_KILLED, (None, None, None, "b.service", None)),
    "b.service: State 'stop-sigterm' timed out. Killing.": ("systemd", Told.UNIT_STOPPED, (None, None, None, "b.service", None)),
    'sending SIGTERM to process 29 uid 1000 "clu"ster": badness 1264, VmRSS 23964 MiB': (
        "earlyoom",
        Told.EARLYOOM_SENT,
        ('clu"ster', 29, None, None, None),
    ),
    'sending SIGKILL to process 29 "x": oom_score 12, VmRSS 4 MiB': ("earlyoom", Told.EARLYOOM_SENT, ("x", 29, None, None, None)),
    'killing process 29 "x" with signal 15: badness 550': ("earlyoom", Told.EARLYOOM_SENT, ("x", 29, None, None, None)),
    "Killing process 'x' with signal 15, pid: 29, badness: 538": ("earlyoom", Told.EARLYOOM_SENT, ("x", 29, None, None, None)),
    "kill failed: Timer expired": ("earlyoom", Told.EARLYOOM_FAILED, (None,) * 5),
    "  PID: 903309, name: mysqld, badness: 849": ("nohang", Told.NOHANG_CHOSE, ("mysqld", 903309, None, None, None)),
    "  Sending SIGTERM to the victim": ("nohang", Told.NOHANG_SENT, (None,) * 5),
    "I lowmemorykiller: Kill 'com.example' (17933), uid 10446, oom_score_adj 0 to free 140kB": (
        "logcat",
        Told.USERSPACE_KILLED,
        ("com.example", 17933, None, None, None),
    ),
    "Warning  SystemOOM  3m57s  kubelet  System OOM encountered, victim process: stress-ng-vm, pid: 3103923": (
        "",
        Told.KUBELET_SYSTEM_OOM,
        ("stress-ng-vm", 3103923, None, None, None),
    ),
    "Warning  SystemOOM  17m  kubelet, node1  System OOM encountered": ("", Told.KUBELET_SYSTEM_OOM, (None,) * 5),
    "said b.service: Failed with result 'oom-kill'.": ("systemd", None, ()),
    "sending SIGTERM when mem avail <= 10.00% and swap free <= 10.00%,": ("earlyoom", None, ()),
    'sending SIGTERM to process 29 uid 1000 "clust': ("earlyoom", None, ()),
    "oomd dry-run: Would have tried to kill /a and all its descendants": ("systemd-oomd", None, ()),
}


@pytest.mark.parametrize("message", KILLERS)
def test_read_killer_line(message: str) -> None:
    program, told, fields = KILLERS[message]
    line = read_killer_line(record(message, program or None))
    assert (line.told if line else None) is told
    assert line is None or (line.comm, line.pid, line.cgroup, line.unit, line.count) == fields


def test_what_a_container_prints_is_not_systemds() -> None:
    assert read_killer_line(record("b.service: Failed with result 'oom-kill'.", "hub-fin")) is None


def test_who_was_asked_to_go_and_did_not_is_no_kill() -> None:
    verdict = judge_lines(
        'sending SIGTERM to process 29 uid 1000 "x": badness 9, VmRSS 4 MiB\nprocess 29 did not exit\nkill failed: Timer expired\n'
    )
    assert (verdict.kind, verdict.kills, verdict.victims) == (Kind.EARLYOOM, 0, ())


ENGINE: dict[str, list[tuple[Told, object]]] = {  # the container, the status or the limit that is said with it
    f'        "Id": "{ID}",': [(Told.CONTAINER, ID)],
    '"Id": "sha256:abc"': [],
    '            "OOMKilled": true,': [(Told.CONTAINER_OOM, None)],
    '"OOMKilled": false,': [(Told.CONTAINER_NO_OOM, None)],
    '{"Status":"exited","OOMKilled":false,"Dead":false,"ExitCode":137}': [(Told.CONTAINER_NO_OOM, None), (Told.CONTAINER_ENDED, 137)],
    "map[Dead:false ExitCode:137 OOMKilled:true]": [(Told.CONTAINER_ENDED, 137), (Told.CONTAINER_OOM, None)],
    '"Memory": 31457280,': [(Told.CONTAINER_LIMIT, 31457280)],
    '"Memory": 0,': [],
    '"Memory": 3145': [],
    f"2026-11-02T10:00:00+09:00 container oom {ID} (image=fin:1)": [(Told.CONTAINER_OOM, ID)],
    f"2026-11-02T10:00:00+09:00 container die {ID} (execDuration=9, exitCode=137, image=x)": [
        (Told.CONTAINER_ENDED, ID),
        (Told.CONTAINER_ENDED, 137),
    ],
    f"2026-11-02T10:00:00+09:00 container kill {ID} (image=x, signal=9)": [(Told.CONTAINER_FORCED, ID)],
    f"2026-11-02T10:00:00+09:00 container kill {ID} (image=x, signal=15)": [],
    f'{{"status":"oom","id":"{ID}","from":"x","time":1}}': [(Told.CONTAINER_OOM, ID)],
    f'{{"Type":"container","Action":"kill","Actor":{{"ID":"{ID}","Attributes":{{"signal":"9"}}}}}}': [(Told.CONTAINER_FORCED, ID)],
    f'msg="TaskOOM event container_id:\\"{ID}\\""': [(Told.SOME_OOM, ID)],
    f'msg="TaskOOM event &TaskOOM{{ContainerID:{ID},XXX_unrecognized:[],}}"': [(Told.SOME_OOM, ID)],
    'level=info msg="handled event" topic=/tasks/oom type="*events.TaskOOM"': [(Told.SOME_OOM, None), (Told.SOME_OOM, None)],
    "conmon 0a1b <ninfo>: OOM event received": [(Told.SOME_OOM, None)],
    "slurmstepd: error: Detected 1 oom-kill event(s) in step 7.0 cgroup.": [(Told.SOME_OOM, None)],
    f'msg="Container {ID} failed to exit within 10 seconds of signal 15 - using the force"': [(Told.CONTAINER_FORCED, ID)],
    f'msg="Container failed to exit within 10s of signal 15 - using the force" container={ID}': [(Told.CONTAINER_FORCED, ID)],
    'msg="Container c8cf20a93f8f failed to exit within 10 seconds of kill - trying direct SIGKILL"': [
        (Told.CONTAINER_FORCED, "c8cf20a93f8f")
    ],
    "      Reason:       OOMKilled": [(Told.CONTAINER_OOM, None)],
    f'    "id": "{ID}",': [(Told.CONTAINER, ID)],
    "map[exitCode:137 reason:OOM Killed startedAt:x]": [(Told.CONTAINER_ENDED, 137), (Told.CONTAINER_OOM, None)],
    "Error in container build: exit code: 137, reason: 'OOMKilled'": [(Told.CONTAINER_OOM, None)],
    "container 8f2a exited: 137 (OOMKilled)": [(Told.SOME_OOM, None)],
    'Exit Code: 137, Exit Message: "OOM Killed"': [(Told.CONTAINER_ENDED, 137), (Told.CONTAINER_OOM, None)],
    "Status reason  OutOfMemoryError: Container killed due to memory usage": [(Told.SOME_OOM, None)],
    "      Exit Code:    137": [(Told.CONTAINER_ENDED, 137)],
    "web-6d4   0/1   OOMKilled   3 (2m ago)   10m": [(Told.SOME_OOM, None)],
    "fin  hub:1  Exited (137) 2 minutes ago": [(Told.SOME_ENDED, 137)],
    "      memory:  512Mi": [(Told.POD_LIMIT, 512 * 1024**2)],
    "docker inspect shows OOMKilled when ...": [],
}


@pytest.mark.parametrize("message", ENGINE)
def test_read_engine_lines(message: str) -> None:
    assert [(line.told, line.container or line.count or line.limit_bytes) for line in read_engine_lines(record(message))] == ENGINE[message]


BUILDS: dict[str, Told | None] = {
    'ERROR: process "/bin/sh -c npm run build" did not complete successfully: cannot allocate memory': Told.STEP_OOM,
    'ERROR: failed to solve: ResourceExhausted: process "x" did not complete successfully: cannot allocate memory': Told.STEP_OOM,
    "mkdir /sys/fs/cgroup/memory/docker/x: cannot allocate memory: unknown": Told.REFUSED,
    "sh: fork: Cannot allocate memory": Told.REFUSED,
    "Error: spawn ENOMEM": Told.REFUSED,
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory": Told.NODE_HEAP,
    "FATAL ERROR: CALL_AND_RETRY_LAST Allocation failed - process out of memory": Told.NODE_HEAP,
    "FATAL ERROR: Zone Allocation failed - process out of memory": Told.REFUSED,
    "Error [ERR_WORKER_OUT_OF_MEMORY]: Worker terminated due to reaching memory limit: JS heap out of memory": Told.NODE_HEAP,
    "# Fatal process out of memory: Failed to reserve virtual memory for CodeRange": Told.NODE_START,
    "# Fatal process OOM in CodeRange setup: allocate virtual memory": Told.NODE_START,
    "# Fatal process OOM in insufficient memory to create an Isolate": Told.NODE_START,
    "#  Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))": Told.NODE_START,
    "node: --max-old-space-siz is not allowed in NODE_OPTIONS": Told.NODE_START,
    "Next.js build worker exited with code: null and signal: SIGKILL": Told.WORKER_DIED,
    "Static worker unexpectedly exited with code: null and signal: SIGTERM": Told.WORKER_DIED,
    "Next.js build worker exited with code: 1 and signal: null": None,
    "A jest worker process (pid=43249) was terminated by another process: signal=SIGKILL, exitCode=null.": Told.WORKER_DIED,
    "g++: fatal error: Killed signal terminated program cc1plus": Told.WORKER_DIED,
    'process "/bin/sh -c npm ci" did not complete successfully: exit code: 137': Told.EXIT_137,
    "executor failed running [/bin/sh -c yarn build]: exit code: 137": Told.EXIT_137,
    "The command '/bin/sh -c npm install' returned a non-zero code: 137": Told.EXIT_137,
    "fin-1 exited with code 137": Told.EXIT_137,
    "npm ERR! errno 137": Told.EXIT_137,
    "Killed": Told.EXIT_137,
    "/usr/bin/entrypoint.sh: line 113:    54 Killed                  meteor build": Told.EXIT_137,
    'error: script "build" was terminated by signal SIGKILL (Forced quit)': Told.EXIT_137,
    'process "/bin/sh -c npm ci" did not complete successfully: exit code: 137: context canceled: context canceled': Told.STEP_CANCELLED,
    'Error: Command "npm run build" exited with SIGKILL': Told.EXIT_137,
    'web.1 Shutdown Failed "task: non-zero exit (137)"': Told.EXIT_137,
    "gfortran: Internal error: Killed (program f951)": Told.WORKER_DIED,
    "LOG:  server process (PID 1234) was terminated by signal 9: Killed": Told.WORKER_DIED,
    "LOG:  server process (PID 1234) was terminated by signal 11: Segmentation fault": None,
    "WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL) Job: 12.": Told.WORKER_DIED,
    "# Fatal JavaScript out of memory: Reached heap limit": Told.NODE_HEAP,
    "E: You don't have enough free space in /var/cache/apt/archives/.": Told.DISK_FULL,
    'error An unexpected error occurred: "https://registry.example/next.tgz: ESOCKETTIMEDOUT".': Told.NETWORK,
    "curl: (28) Operation timed out after 300000 milliseconds": Told.NETWORK_MAYBE,
    "WARNING: fetching https://dl.example/alpine/v3.18/main: temporary error (try again later)": Told.NETWORK_MAYBE,
    'Get "https://proxy.example/x": dial tcp 142.250.1.1:443: connect: connection refused': Told.NETWORK_MAYBE,
    "dial tcp 127.0.0.1:5432: connect: connection refused": None,
    "node[7]: pthread_create: Resource temporarily unavailable": Told.NODE_START,
    "OpenBLAS blas_thread_init: pthread_create failed for thread 1 of 4: Operation not permitted": None,
    "curl: (22) The requested URL returned error: 404": None,
    "Killed it on stage": None,
    "exit code: 1370": None,
    "npm ERR! code ENOSPC": Told.NO_SPACE,
    "  code: 'ENOSPC',": Told.NO_SPACE,
    "Error: ENOSPC: no space left on device, write": Told.DISK_FULL,
    "write /var/lib/x: no space left on device": Told.DISK_FULL,
    "Error: ENOSPC: System limit for number of file watchers reached, watch '/app'": Told.WATCHES_FULL,
    "mkdir /sys/fs/cgroup/memory/x: no space left on device": None,
    'could not resize shared memory segment "/PostgreSQL.1" to 8388608 bytes: No space left on device': None,
    "npm error code ECONNRESET": Told.NETWORK,
    "npm ERR! network request to https://registry.example/x failed, reason: read ETIMEDOUT": Told.NETWORK,
    "npm error request to https://registry.example failed, reason: getaddrinfo EAI_AGAIN": Told.NETWORK,
    "Temporary failure resolving 'deb.example'": Told.NETWORK,
    "Error: read ECONNRESET": Told.NETWORK_MAYBE,
    "npm warn attempt failed with read ECONNRESET, will retry": None,
    "exit code: 152": None,
}


@pytest.mark.parametrize("message", BUILDS)
def test_read_build_line(message: str) -> None:
    line = read_build_line(record(message, "build"))
    assert (line.told if line else None) is BUILDS[message]


def test_the_journal_may_tell_of_a_full_disk() -> None:
    line = read_build_line(record("Failed to write entry (22 items, 712 bytes), ignoring: No space left on device", "systemd-journald"))
    assert line is not None
    assert line.told is Told.DISK_FULL
