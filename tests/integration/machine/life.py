"""A machine's life: made once for all tests, given the project and the base images, and taken away whatever happens."""

import fcntl
import io
import os
import subprocess
import tarfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tests.integration.machine.base_images import base_images, dind_image
from tests.integration.machine.image import ROOT, ensure_image
from tests.integration.machine.machine import PROJECT, Machine, eventually

LABEL: Final = "hubyard.test=1"
TAKEN_DOWN_S: Final = 120


@contextmanager
def machine_of(image: str, *, memory: str, scratch: Path, disk: str = "") -> Iterator[Machine]:
    """A running machine whose engine answers.

    It lives as long as its standard input, which is ours: container and volume go with us, whether we end, are interrupted or are killed.
    """
    name = f"hubyard-test-{uuid.uuid4().hex[:8]}"
    known_by = [f"--name={name}", f"--hostname={name}", f"--label={LABEL}"]
    limits = [f"--memory={memory}", f"--memory-swap={memory}"]
    # An anonymous volume (--rm takes it along), since overlay on overlay is no file system for an engine.
    store = f"--tmpfs=/var/lib/docker:exec,size={disk}" if disk else "--volume=/var/lib/docker"
    storage = [store, "--tmpfs=/run:exec", "--tmpfs=/tmp:exec,mode=1777"]
    argv = ["docker", "run", "--rm", "--interactive", "--privileged", *known_by, *limits, *storage, image]
    # In a session of its own: Ctrl-C is for the tests, which then take the machine down in order.
    running = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        machine = Machine(container=name, scratch=scratch)
        eventually(lambda: machine.run("docker", "version").status == 0 or running.poll(), limit_s=60, what="the inner engine answers")
        assert running.returncode is None, f"the machine ended with status {running.returncode}"
        yield machine
    finally:
        with suppress(subprocess.TimeoutExpired):  # taking a machine full of containers down takes its time on a busy host
            running.communicate(timeout=TAKEN_DOWN_S)
        subprocess.run(["docker", "rm", "--force", "--volumes", name], capture_output=True, timeout=TAKEN_DOWN_S, check=False)
        running.communicate(timeout=TAKEN_DOWN_S)


@contextmanager
def ready_machine(*, memory: str, scratch: Path, disk: str = "") -> Iterator[Machine]:
    """A machine with the project and all that its engine must be given. `disk` makes its engine's storage as small as that."""
    with one_at_a_time():
        image, needed = ensure_image(dind_image()), base_images()
    with machine_of(image, memory=memory, scratch=scratch, disk=disk) as machine:
        give_project(machine)
        give_images(machine, needed)
        yield machine


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of the processes that run these tests: each image is made once."""
    lock = os.open(ROOT / "tests", os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def give_project(machine: Machine) -> None:
    """The working tree as a checkout of its own: what git tracks, and what it would."""
    listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True, timeout=60)
    files = [Path(name) for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    machine.unpack(tar_of(files, of=ROOT), PROJECT)
    machine.shell("git init --quiet && git add --all && git commit --quiet --message=tests", folder=PROJECT)


def give_images(machine: Machine, names: Mapping[str, str]) -> None:
    """Inside nothing can be pulled where no registry answers, and making them again would take a minute.

    names: name out here → name inside
    """
    with subprocess.Popen(["docker", "save", *names], stdout=subprocess.PIPE) as saving:
        loading = ["docker", "exec", "--interactive", machine.container, "docker", "load", "--quiet"]
        subprocess.run(loading, stdin=saving.stdout, stdout=subprocess.DEVNULL, check=True, timeout=300)
    assert saving.returncode == 0
    for here, inside in names.items():
        if here != inside:
            machine.must("docker", "tag", here, inside)
            machine.must("docker", "rmi", here)


def tar_of(files: Sequence[Path], *, of: Path) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for file in files:
            archive.add(of / file, arcname=str(file), recursive=False)
    return buffer.getvalue()
