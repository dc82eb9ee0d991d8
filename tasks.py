"""The families of tasks. Add a family: a file in hubyard/cli/ and a row here; `invoke --list` shows what there is."""

import sys

from invoke.collection import Collection
from invoke.tasks import Task

sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)  # Invoke says no for all it loads: each run would compile all of ours

from hubyard.cli import adopt, builds, config, deploy, diagnose, doctor, down, engine, history, logs, new, queue, render, size, status  # noqa: E402  only after the line above

AT_THE_TOP = (deploy, status, logs, queue, history, diagnose, doctor, size, render, config, adopt, new, down)
UNDER_THEIR_NAME = (builds, engine)

namespace = Collection()
for family in AT_THE_TOP:
    for task in vars(family).values():
        if isinstance(task, Task):
            namespace.add_task(task)
for family in UNDER_THEIR_NAME:
    namespace.add_collection(Collection.from_module(family))
