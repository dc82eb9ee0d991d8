"""Tells whenever another set of hubs has build steps: a line of slugs, sorted, with the time. Runs alone on the machine, until it is ended.

It asks the kernel: a hub builds while a process is in a cgroup below `hubyard.slice/<slug>/buildkit`. What Hubyard says is not asked.
"""

import sys
import time
from pathlib import Path
from typing import Final

SLICES: Final = (Path("/sys/fs/cgroup/memory/hubyard.slice"), Path("/sys/fs/cgroup/hubyard.slice"))
PERIOD_S: Final = 0.01


def hubs_with_steps() -> list[str]:
    """A cgroup may go while it is looked at: then it has no processes."""
    found = set()
    for tree in SLICES:
        for listed in tree.glob("**/buildkit/*/cgroup.procs"):
            try:
                if listed.read_text():
                    found.add(listed.relative_to(tree).parts[0])
            except OSError:
                continue
    return sorted(found)


if __name__ == "__main__":
    before = None
    while True:
        now = hubs_with_steps()
        if now != before:
            sys.stdout.write(f"{time.time():.2f} {','.join(now)}\n")
            sys.stdout.flush()
            before = now
        time.sleep(PERIOD_S)
