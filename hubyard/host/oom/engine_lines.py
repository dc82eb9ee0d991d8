"""Shapes of what engines print: `docker inspect`, `docker events`, dockerd, containerd, conmon, kubectl, the list of containers."""

import re
from collections.abc import Iterator
from typing import Final

from hubyard.host.oom.records import Record
from hubyard.host.oom.told import Told, ToldLine, told_line

ID: Final = r"(?P<container>[0-9a-f]{64})(?![0-9a-f])"
NEAR_ID: Final = rf"(?:.{{0,300}}?(?<![0-9a-f]){ID})?"

SHORT: Final = r"(?:[cC]ontainer (?P<short>[0-9a-f]{12,64}) )?"


def _event(action: str) -> str:
    """Of `docker events` as JSON: up to Docker 28 with a status and an id beside, from 29 on without."""
    return rf'(?:"status"\s?:\s?"{action}"\s?,\s?"id"|"Action"\s?:\s?"{action}"\s?,\s?"Actor"\s?:\s?\{{\s?"ID")\s?:\s?"{ID}'


SHAPES: Final = (  # several may be in one line: a document printed without breaks
    (Told.CONTAINER, '"Id"', rf'"Id"\s?:\s?"{ID}"'),
    (Told.CONTAINER, '"id"', rf'^\s{{1,40}}"id"\s?:\s?"{ID}",?\s*$'),  # crictl
    (Told.CONTAINER, "://", rf'"?[cC]ontainer ?I[dD]"?:\s{{0,20}}"?[\w.-]{{1,20}}://{ID}'),
    (Told.CONTAINER, '"ContainerID"', rf'"ContainerID"\s?:\s?"{ID}"'),  # a task of Swarm
    (Told.CONTAINER_OOM, "OOMKilled", r'OOMKilled"?\s?[:=]\s?true\b'),
    (Told.CONTAINER_NO_OOM, "OOMKilled", r'OOMKilled"?\s?[:=]\s?false\b'),
    (Told.CONTAINER_OOM, "OOMKilled", r"[rR]eason\"?:\s{0,12}[\"']?OOMKilled\b"),
    (Told.SOME_OOM, "OOMKilled", r"\(OOMKilled[,)]"),
    (Told.CONTAINER_OOM, "OOM Killed", r'(?:[rR]eason|Exit Message)"?:\s{0,12}"?OOM Killed\b'),  # Kubernetes up to 1.1, Nomad
    (Told.SOME_OOM, "killed due to memory", r"OutOfMemory(?:Error)?: Container killed due to memory usage"),  # ECS
    (Told.SOME_OOM, "OOMKilled", r'(?<![\w.":])\s{1,12}OOMKilled\s{1,12}\d'),  # kubectl get pods
    (Told.CONTAINER_ENDED, "xitCode", r'[eE]xitCode"?\s?[:=]\s?"?(?P<count>\d{1,3})(?!\d)'),
    (Told.CONTAINER_ENDED, "Exit Code:", r"Exit Code:\s{1,12}(?P<count>\d{1,3})(?!\d)"),
    (Told.SOME_ENDED, "Exited (", r"\bExited \((?P<count>\d{1,3})\)"),
    (Told.CONTAINER_LIMIT, '"Memory"', r'"Memory"\s?:\s?(?P<limit>[1-9]\d{0,17})\s?[,}]'),
    (Told.LIMITS, "imits", r'^\s{0,80}"?[lL]imits"?:'),
    (Told.REQUESTS, "equests", r'^\s{0,80}"?[rR]equests"?:'),
    (Told.POD_LIMIT, "memory", r'^\s{0,80}"?memory"?:\s{1,12}"?(?P<limit>[1-9]\d{0,15})(?P<size>[KMG]i|[kMG](?="))"?,?\s*$'),
    (Told.CONTAINER_OOM, "container oom ", rf"\bcontainer oom {ID}"),
    (Told.CONTAINER_ENDED, "container di", rf"\bcontainer died? {ID} \(.{{0,4000}}?exitCode=(?P<count>\d{{1,3}})(?!\d)"),
    (Told.CONTAINER_FORCED, "container kill ", rf"\bcontainer kill {ID} \(.{{0,4000}}?signal=(?:9|KILL|SIGKILL)\b"),
    (Told.CONTAINER_STARTED, "container start ", rf"\bcontainer start {ID}"),
    (Told.CONTAINER_STOPPED, "container stop ", rf"\bcontainer stop {ID}"),
    (Told.CONTAINER_OOM, '"oom"', rf'"(?:status|Action)"\s?:\s?"oom"(?:.{{0,200}}?"(?:id|ID)"\s?:\s?"{ID})?'),
    (Told.CONTAINER_ENDED, '"die"', _event("die") + r'.{0,4000}?"exitCode"\s?:\s?"(?P<count>\d{1,3})"'),
    (Told.CONTAINER_STARTED, '"start"', _event("start")),
    (Told.CONTAINER_STOPPED, '"stop"', _event("stop")),
    (Told.CONTAINER_FORCED, '"kill"', _event("kill") + r'.{0,4000}?"signal"\s?:\s?"(?:9|KILL|SIGKILL)"'),
    (Told.SOME_OOM, "TaskOOM", rf"\bTaskOOM\b{NEAR_ID}"),
    (Told.SOME_OOM, "/tasks/oom", rf"/tasks/oom\b{NEAR_ID}"),
    (Told.SOME_OOM, "OOM event", r"<n(?:info|warn)>: OOM event received"),  # conmon
    (Told.SOME_OOM, "OOM received", r"<n(?:info|warn)>: OOM received"),
    (Told.SOME_OOM, "OOM-killed", r"container init was OOM-killed"),  # runc
    (Told.SOME_OOM, "kill event", r"Detected \d+ oom[-_]kill event"),  # Slurm
    (Told.CONTAINER_FORCED, "using the force", rf"{SHORT}failed to exit within .{{0,80}}?using the force{NEAR_ID}"),
    (Told.CONTAINER_FORCED, "direct SIGKILL", rf"{SHORT}failed to exit within .{{0,80}}?direct SIGKILL{NEAR_ID}"),
)
COMPILED: Final = tuple((told, mark, re.compile(pattern)) for told, mark, pattern in SHAPES)
LIMIT_MARKS: Final = ("imits:", 'imits":', "equests:", 'equests":', "memory:", 'memory":')
ENGINE_MARKS: Final = (*({mark for _, mark, _ in SHAPES} - {"imits", "equests", "memory"}), *LIMIT_MARKS)


def read_engine_lines(record: Record) -> Iterator[ToldLine]:
    """In the order in which they stand in the line."""
    found = [
        (match.start(), told_line(told, record, match))
        for told, mark, pattern in COMPILED
        if mark in record.line
        for match in pattern.finditer(record.line)
    ]
    yield from (line for _, line in sorted(found, key=lambda at: at[0]))
