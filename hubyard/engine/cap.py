"""The limit of a hub's build cgroup: a few lines of shell that write it, for root."""

import shlex
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

NO_LIMIT: Final = {1: "-1", 2: "max"}
REFUSED_STATUS: Final = 9
"""Of a script that had the rights: the cgroup holds more than the limit (EBUSY on v1), or is not empty. Its words depend on the shell."""


class NoCap(StrEnum):
    """Why a build goes without a limit."""

    NO_CGROUPS = "no_cgroups"
    """the host has no memory controller, or we cannot see it"""
    NO_RIGHTS = "no_rights"
    """neither root, nor sudo without a password, nor a privileged container"""
    REFUSED = "refused"
    """the kernel said no: the cgroup holds more than the limit, or is not empty"""
    ELSEWHERE = "elsewhere"
    """it was written, but not where we look: the engine's cgroups are not ours"""


@dataclass(frozen=True, kw_only=True)
class Cap:
    """What to write. `root` is the topmost folder of the memory controller, `parent` the engine's `--cgroup-parent`, relative to it.

    limit_bytes: of the steps below it together, swap included; None takes a limit away that an earlier build had
    """

    version: int
    root: Path
    parent: str
    limit_bytes: int | None

    @property
    def folder(self) -> Path:
        return self.root / self.parent.strip("/")


def cap_script(cap: Cap) -> str:
    """For `sh -c`, as root, with nothing but sh, mkdir and rmdir.

    The same for an engine that makes its cgroups itself (cgroupfs) and for one that asks systemd: BuildKit makes those of its steps itself
    below an absolute parent, and what stands below the slice is no unit.
    """
    return _v1(cap) if cap.version == 1 else _v2(cap)


def _v1(cap: Cap) -> str:
    """Memory and swap together may never be less than memory alone: which limit goes first depends on the old ones, so one is tried twice.

    `use_hierarchy` lets the limit count what is below it; kernels from 5.11 on know nothing else.
    """
    limit = NO_LIMIT[1] if cap.limit_bytes is None else str(cap.limit_bytes)
    return f"""\
set -eu
umask 022
cd {shlex.quote(str(cap.root))}
mkdir -p {_relative(cap)}
cd {_relative(cap)}
{{ echo 1 >memory.use_hierarchy; }} 2>/dev/null || :
{{ echo {limit} >memory.limit_in_bytes; }} 2>/dev/null || :
if [ -e memory.memsw.limit_in_bytes ]; then echo {limit} >memory.memsw.limit_in_bytes || exit {REFUSED_STATUS}; fi
echo {limit} >memory.limit_in_bytes || exit {REFUSED_STATUS}
echo 0 >memory.max_usage_in_bytes
"""


def _v2(cap: Cap) -> str:
    """Its counters begin anew with the folder, which goes with what earlier steps left behind.

    One that has processes is left alone: where it holds more than the new limit, the kernel would kill them at once (cgroup-v2.rst,
    memory.max).
    """
    limit = NO_LIMIT[2] if cap.limit_bytes is None else str(cap.limit_bytes)
    names = cap.parent.strip("/").split("/")
    above = [shlex.quote("/".join(names[:length])) for length in range(1, len(names))]
    delegated = "".join(f"mkdir -p {folder}\necho +memory >{folder}/cgroup.subtree_control\n" for folder in above)
    hub = _relative(cap)
    return f"""\
set -eu
umask 022
cd {shlex.quote(str(cap.root))}
echo +memory >cgroup.subtree_control
{delegated}rmdir {hub}/buildkit/* {hub}/buildkit {hub} 2>/dev/null || :
mkdir -p {hub}
cd {hub}
if read -r _ populated <cgroup.events && [ "$populated" = 1 ]; then exit {REFUSED_STATUS}; fi
if [ -e memory.swap.max ]; then echo {"max" if cap.limit_bytes is None else 0} >memory.swap.max; fi
echo {limit} >memory.max || exit {REFUSED_STATUS}
"""


def _relative(cap: Cap) -> str:
    return shlex.quote(cap.parent.strip("/"))
