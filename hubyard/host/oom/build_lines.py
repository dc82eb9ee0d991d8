"""Shapes of what builds and programs print as they end: BuildKit, Node.js, Next.js, Jest, npm, shells."""

import re
from typing import Final

from hubyard.host.oom.records import KERNEL, Record
from hubyard.host.oom.told import Told, ToldLine, told_line

UNREACHED: Final = (
    r"(?:ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ECONNABORTED|EIDLETIMEOUT"
    r"|ERR_SOCKET_TIMEOUT|ESOCKETTIMEDOUT|FETCH_ERROR)"
)
STARTING: Final = r"(?:[Rr]eserve|CodeRange|Isolate|SegmentedTable|Oilpan|[Cc]age|sandbox|Heap::SetUp|heap setup)"
"""What V8 was about when there was no address space for it to begin in."""
NO_DISK: Final = r"file watchers|inotify|/sys/fs/cgroup|cpuset|semaphore|shm|shared memory segment"
"""What else there may be no space in."""
ENDED: Final = r"\b(?:exited|died|killed|terminated|terminating|crashed)\b"
NPM: Final = r"\bnpm (?:error|ERR!) "

SHAPES: Final = (  # what must be in the line, what is in it, what must not be in it
    (Told.STEP_OOM, "cannot allocate memory", r'" did not complete successfully: cannot allocate memory\s*$', ""),
    (Told.NODE_HEAP, "heap out of memory", r"JavaScript heap out of memory|JS heap out of memory", ""),
    (Told.NODE_HEAP, "JavaScript out of memory", r"# Fatal JavaScript out of memory: ", ""),  # V8 by itself: Deno, Electron
    (Told.NODE_HEAP, "ERR_WORKER_OUT_OF_MEMORY", r"ERR_WORKER_OUT_OF_MEMORY", ""),
    (Told.NODE_HEAP, "process out of memory", r"FATAL ERROR: (?!Zone).{1,100}? - process out of memory", ""),  # V8 up to 5.8
    (Told.REFUSED, "process out of memory", r"FATAL ERROR: Zone.{1,40}? - process out of memory", ""),
    (Told.NODE_START, "Fatal process ", rf"Fatal process (?:OOM in|out of memory:) .{{0,60}}?{STARTING}", ""),
    (Told.REFUSED, "Fatal process ", r"# ?Fatal process (?:OOM in|out of memory)", ""),
    (Told.NODE_START, "uv_thread_create", r"\(0\) == \(uv_thread_create", ""),
    (Told.NODE_START, "pthread_create: ", r"^(?:node\[\d{1,10}\]: )?pthread_create: (?:Resource temporarily|Operation not)", ""),
    (Told.NODE_START, "node: ", r"\bnode: (?:bad option|\S{1,80} is not allowed in NODE_OPTIONS|/\S{1,120}: version `\S+ not found)", ""),
    (Told.NODE_START, "node: error", r"\bnode: error while loading shared libraries: ", ""),
    (Told.NODE_START, "/node", r"Error (?:loading shared library .{1,120}\(needed by \S{0,120}/node\)|relocating \S{0,120}/node: )", ""),
    (Told.NODE_START, "exec format error", r"exec \S{0,120}/node: exec format error", ""),
    (Told.WORKER_DIED, "exited with code", r"[Ww]orker (?:unexpectedly )?exited with code: (?:null|13[4-9]) and signal: \w+", ""),
    (Told.WORKER_DIED, "worker process", r"[Aa] jest worker process \(pid=\d{1,10}\) was terminated by another process: signal=SIG", ""),
    (Told.WORKER_DIED, "quit unexpectedly", r"a worker process has quit unexpectedly", ""),
    (Told.WORKER_DIED, "was sent SIGKILL", r"Worker \(pid:\d{1,10}\) was sent SIGKILL", ""),  # gunicorn
    (Told.WORKER_DIED, "terminated program", r"[Kk]illed signal terminated program ", ""),  # gcc
    (Told.WORKER_DIED, "(program ", r"[Ii]nternal (?:compiler )?error: Killed \(program ", ""),  # gcc up to 8, gfortran
    (Told.WORKER_DIED, "signal: ", r"(?:signal: killed|\(signal: 9, SIGKILL)", ""),  # go, cargo
    (Told.WORKER_DIED, "signal 9", r"process \(PID \d{1,10}\) was terminated by signal 9\b", ""),  # PostgreSQL
    (Told.WORKER_DIED, "signal 9", r"Worker exited prematurely: signal 9\b", ""),  # Celery
    (
        Told.WORKER_DIED,
        "exited too early",
        r"The build failed because the process exited too early\. .{0,80}out of memory",
        "",
    ),  # react-scripts
    (Told.WORKER_DIED, "exit: exitCode", r"Worker exit: exitCode = null, pid = \d{1,10}, signal = SIGKILL", ""),
    (Told.STEP_CANCELLED, "137", r'" did not complete successfully: exit code: 137: context canceled', ""),
    (Told.EXIT_137, "137", r"^(?P<unit>[\w.-]{1,200}) exited with code 137(?!\d)", ""),
    (Told.EXIT_137, "137", r"(?i:\bexit(?:ed)?(?: with)?(?: (?:code|status))?:? ?137(?!\d))", ""),
    (Told.EXIT_137, "137", r"\b(?:non-zero code: |non-zero exit \(|errno |exitCode=|exit_status:|status=|code=|code )137(?!\d)", ""),
    (Told.EXIT_137, "SIGKILL", r"\bsignal \"?SIGKILL\b|was killed with SIGKILL|\" exited with SIGKILL", ""),
    (Told.WORKER_DIED, "signal 9", rf"{ENDED}.{{0,60}}?\bsignal 9\b", ""),  # nginx, php-fpm, uWSGI, git, gunicorn 20
    (Told.WORKER_DIED, "SIGKILL", rf"{ENDED}.{{0,60}}?\bSIGKILL\b|\bsignal['\"]?: ['\"]SIGKILL\b", ""),  # supervisord, pm2, Node.js
    (Told.WORKER_DIED, "exit signal", r"\bexit signal Killed \(9\)", ""),  # Apache
    (Told.COMPOSE_STOPPED, " ... ", r"^(?:Stopping|Killing) (?P<unit>[\w.-]{1,200}) +\.\.\. ", ""),  # Compose 1
    (Told.COMPOSE_STOPPED, "Container ", r"^\W{0,3}Container (?P<unit>[\w.-]{1,200}) +(?:Stopp|Kill)(?:ed|ing)\b", ""),
    (Told.EXIT_137, "Killed", r"^(?:\S{1,120}: line \d{1,6}: +\d{1,10} )?Killed(?: {2,}\S.{0,4000})?\s*$", ""),  # shells
    (Told.WATCHES_FULL, "file watchers", r"System limit for number of file watchers reached", ""),
    (Told.DISK_FULL, "o space left", r"[Nn]o space left on device", NO_DISK),
    (Told.DISK_FULL, "low on resource", r"The node was low on resource: ephemeral-storage", ""),  # the kubelet
    (Told.NO_SPACE, "ENOSPC", r"\bcode ENOSPC\b|\bENOSPC\b(?!:? ?(?:Sy?|System\b.{0,400})?$)", "file watchers|inotify"),
    (Told.DISK_FULL, "enough free space", r"^E: You don't have enough free space in /", ""),  # apt
    (Told.DISK_FULL, "uota exceeded", r"Disk quota exceeded", ""),
    (Told.REFUSED, "annot allocate memory", r"[Cc]annot allocate memory", r"Could not lock memory|did not complete successfully"),
    (Told.REFUSED, "did not complete", r"did not complete successfully: .{0,400}?\S: cannot allocate memory", ""),
    (Told.REFUSED, "ENOMEM", r"\bENOMEM\b", ""),
    (Told.REFUSED, "bad_alloc", r"'std::bad_alloc'", ""),
    (Told.REFUSED, "bytes failed", r"memory allocation of \d{1,20} bytes failed", ""),
    (Told.REFUSED, "MemoryError", r"^MemoryError\b", ""),
    (Told.REFUSED, "allocation failed", r"Array buffer allocation failed", ""),
    (Told.REFUSED, "Java Runtime", r"insufficient memory for the Java Runtime Environment", ""),
    (Told.REFUSED, "runtime: out of memory", r"runtime: out of memory", ""),
    (Told.NETWORK, "npm ", NPM + rf"(?:network\b|(?:code|errno|syscall) {UNREACHED}\b)", ""),
    (Told.NETWORK, "npm ", NPM + rf".{{0,400}}?(?:network timeout at|\b{UNREACHED}\b|socket hang up)", ""),
    (Told.NETWORK, "network connection", r"trouble with your network connection", ""),  # yarn
    (Told.NETWORK, "unexpected error", rf'error An unexpected error occurred: "\S{{1,400}}?: .{{0,80}}?{UNREACHED}', ""),  # yarn 1
    (Told.NETWORK, "PNPM", r"ERR_PNPM_(?:META_)?FETCH_FAIL|ERR_PNPM_FETCH_5", ""),
    (Told.NETWORK, "Temporary failure", r"Temporary failure (?:in name resolution|resolving)", ""),
    (Told.NETWORK, "not resolve", r"Could not resolve (?:host|')", ""),
    (Told.NETWORK, "Failed to fetch", r"E: Failed to fetch \S+ ", ""),  # apt
    (Told.NETWORK_MAYBE, "imeout", r"TLS handshake timeout|: i/o timeout|Client\.Timeout exceeded|(?:Read|Connect)TimeoutError", ""),
    (Told.NETWORK_MAYBE, "curl: (", r"\bcurl: \((?:5|6|7|28|35|52|55|56)\) ", ""),
    (Told.NETWORK_MAYBE, "temporary error", r"https?://\S{1,400}: temporary error \(try again later\)", ""),  # apk
    (Told.NETWORK_MAYBE, "dial tcp", r'"https?://\S{1,400}": dial tcp \S{1,100}: connect: ', ""),
    (Told.NETWORK_MAYBE, "no such host", r"lookup \S{1,255}.{0,80}: no such host", ""),
    (Told.NETWORK_MAYBE, "E", rf"\b(?:read|connect|write|getaddrinfo) {UNREACHED}\b", r"(?i:npm (?:warn|http|info))"),
)
COMPILED: Final = tuple((told, mark, re.compile(pattern), re.compile(unless) if unless else None) for told, mark, pattern, unless in SHAPES)
NO_BUILDS: Final = (KERNEL, "systemd", "earlyoom")
JOURNALD: Final = "systemd-journald"
"""It writes to the disk as builds do."""
NETWORK_MARKS: Final = ("npm ERR!", "npm error", "ECONN", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH")
BUILD_MARKS: Final = (*({mark for _, mark, _, _ in SHAPES} - {"E", "npm "}), *NETWORK_MARKS)


def read_build_line(record: Record) -> ToldLine | None:
    """None where the line is no such, or is the kernel's or systemd's, who have their own shapes."""
    if (record.program or "").startswith(NO_BUILDS) and record.program != JOURNALD:
        return None
    for told, mark, pattern, unless in COMPILED:
        if mark in record.line and (match := pattern.search(record.message)) and not (unless and unless.search(record.line)):
            return told_line(told, record, match)
    return None
