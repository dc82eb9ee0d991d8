"""Tells whenever other hubs have build steps or another build was let in: a line of JSON, with the time. Runs alone, until it is ended.

Steps by the kernel: a hub builds while a process is in a cgroup below `hubyard.slice/<slug>/buildkit`. Grants by the files in the gate's
`running/`, each in its place from the moment in which a build is let in, under a name of its own. What Hubyard says is not asked.
"""

import json
import sys
import time
from pathlib import Path
from typing import Final

SLICES: Final = (Path("/sys/fs/cgroup/memory/hubyard.slice"), Path("/sys/fs/cgroup/hubyard.slice"))
GRANTS: Final = Path("/run/lock/hubyard/v1/running")
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


def grants() -> list[str]:
    """Those of builds that have ended as well, until the next one is let in. A name with a dot is not in its place yet."""
    return sorted(file.name for file in GRANTS.glob("[!.]*"))


if __name__ == "__main__":
    before = None
    while True:
        now = {"granted": grants(), "building": hubs_with_steps()}  # in this order: a step that is seen beside a grant was there with it
        if now != before:
            sys.stdout.write(json.dumps({"at_s": time.monotonic(), **now}) + "\n")
            sys.stdout.flush()
            before = now
        time.sleep(PERIOD_S)
