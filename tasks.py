"""The families of tasks. Add a family: a file in hubyard/cli/ and a row here; `invoke --list` shows what there is."""

from invoke import Collection, Task

from hubyard.cli import builds, deploy, down, queue, status

AT_THE_TOP = (deploy, status, queue, down)
UNDER_THEIR_NAME = (builds,)

namespace = Collection()
for family in AT_THE_TOP:
    for task in vars(family).values():
        if isinstance(task, Task):
            namespace.add_task(task)
for family in UNDER_THEIR_NAME:
    namespace.add_collection(Collection.from_module(family))
