"""Where in the lines a host began anew, and the numbers of its processes with it."""

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field

from hubyard.host.oom.records import Record


@dataclass(kw_only=True)
class Boots:
    """By the host that the line names, and of any; the indexes of lines, ascending."""

    of_any: list[int] = field(default_factory=list)
    of_host: dict[str | None, list[int]] = field(default_factory=dict)

    def is_between(self, left: Record, right: Record) -> bool:
        """Whether the host of both booted between the two lines, or one that is not named."""
        told = [self.of_host.get(left.host, []), self.of_host.get(None, [])] if left.host else [self.of_any]
        return any(bisect(indexes, left.index) != bisect(indexes, right.index) for indexes in told)


def find_boots(records: Iterable[Record]) -> Boots:
    """`records`: of the first line of a boot, in their order."""
    boots = Boots()
    for record in records:
        boots.of_any.append(record.index)
        boots.of_host.setdefault(record.host, []).append(record.index)
    return boots
