"""A host of whose memory a file tells, so that a test can change it while other processes look."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hubyard.host.memory import Memory
from hubyard.host.readings import ForeignBuild, Readings

MB = 1000**2
PLENTY_MB = 64_000


@dataclass(frozen=True, kw_only=True)
class ToldHost:
    """`file` as `tell_memory` writes it; plenty of memory as long as it is missing."""

    file: Path

    def memory(self) -> Memory:
        return self.readings().memory

    def readings(self) -> Readings:
        told = json.loads(self.file.read_text()) if self.file.exists() else {}
        return Readings(
            memory=Memory(total_bytes=PLENTY_MB * MB, available_bytes=told.get("available_mb", PLENTY_MB) * MB),
            pressure_share=told.get("pressure_share", 0.0),
            hubs={hub: held_mb * MB for hub, held_mb in told.get("hubs_mb", {}).items()},
            foreign=tuple(
                ForeignBuild(name=name, pids=tuple(pids), held_bytes=held_mb * MB) for name, pids, held_mb in told.get("foreign", [])
            ),
        )


def tell_memory(
    folder: Path,
    *,
    available_mb: int,
    hubs_mb: Mapping[str, int] | None = None,
    foreign: Sequence[tuple[str, Sequence[int], int]] = (),
    pressure_share: float = 0.0,
) -> None:
    """Whole at once: who reads meanwhile sees the old or the new. `foreign`: name, pids and MB of each."""
    told = {"available_mb": available_mb, "hubs_mb": hubs_mb or {}, "foreign": foreign, "pressure_share": pressure_share}
    made = folder / f".memory.{os.getpid()}"
    made.write_text(json.dumps(told))
    made.rename(memory_file(folder))


def memory_file(folder: Path) -> Path:
    return folder / "memory.json"
