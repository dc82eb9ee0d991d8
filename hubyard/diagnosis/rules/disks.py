"""Which file systems matter: those of the engine, of checkouts and of temporary files; each device once."""

from collections.abc import Sequence

from hubyard.diagnosis.facts.host import DiskFacts, FileSystem


def disks_of(disk: DiskFacts) -> Sequence[FileSystem]:
    """Without what cannot be written to (images of snap packages are always full) and what is of no use to us."""
    return [one for one in disk.file_systems if not one.read_only and one.total_bytes > 0 and (one.uses or one.mount == "/")]


def engine_disk(disk: DiskFacts) -> FileSystem | None:
    return next((one for one in disks_of(disk) if "engine" in one.uses), None)


def used_percent(total: int, free: int) -> int:
    return round(100 * (total - free) / total) if total > 0 else 0
