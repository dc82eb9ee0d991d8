"""A yard of toy hubs on the machine, and what can be seen of it afterwards without asking Hubyard."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from tests.integration.machine.machine import PROJECT, Machine, Ran, Running, eventually
from tests.integration.machine.toy import Edit, tar_of_texts, toy_files

LOCKS_PARENT: Final = "/run/lock/hubyard"
LOCKS: Final = f"{LOCKS_PARENT}/v1"
OLD_LOCK: Final = "/tmp/deploy-staging.lock"


@dataclass(frozen=True, kw_only=True)
class ToyYard:
    """`user` owns it and works in it."""

    machine: Machine
    folder: str
    user: str = "root"
    settings: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, *edits: Edit) -> None:
        """A hub with a history of one commit, and the yard's settings with it."""
        self.machine.unpack(tar_of_texts(toy_files(name, *edits)), self.place(name))
        settings = {"gateway": '"none"', "settle": "0", **self.settings}
        self.machine.write(f"{self.folder}/yard.toml", "".join(f"{key} = {value}\n" for key, value in settings.items()))
        self.machine.must("chown", "-R", f"{self.user}:", self.folder)
        self.machine.shell("git init -q && git add -A && git commit -qm first", folder=self.place(name), user=self.user)

    def change(self, name: str, *edits: Edit) -> None:
        """The hub's files as they would be with these edits alone, committed."""
        self.machine.unpack(tar_of_texts(toy_files(name, *edits)), self.place(name))
        self.machine.must("chown", "-R", f"{self.user}:", self.folder)
        self.machine.shell("git add -A && git commit -qm changed --allow-empty", folder=self.place(name), user=self.user)

    def place(self, name: str) -> str:
        return f"{self.folder}/{name}"

    def invoke(self, *arguments: str, user: str = "", environment: Mapping[str, str] | None = None, limit_s: float = 120) -> Ran:
        """Run `invoke …` to its end, in English, as a person in the activated environment does."""
        given = self._environment(environment)
        return self.machine.run("invoke", *arguments, user=user or self.user, folder=PROJECT, environment=given, limit_s=limit_s)

    def begin(self, *arguments: str, user: str = "", environment: Mapping[str, str] | None = None) -> Running:
        given = self._environment(environment)
        return self.machine.start("invoke", *arguments, user=user or self.user, folder=PROJECT, environment=given)

    def deploy(self, name: str, *more: str) -> Ran:
        """It has to succeed."""
        ran = self.invoke("deploy", f"--hub={name}", *more)
        assert ran.status == 0, ran.text
        return ran

    def health(self, name: str) -> Any:  # noqa: ANN401  JSON
        """What the running app itself says, asked in its container."""
        script = f'fetch("http://127.0.0.1:3000/{name}/api/health").then((answer) => answer.text()).then(console.log)'
        return json.loads(self.machine.must("docker", "exec", f"{name}-staging", "node", "-e", script))

    def container(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.machine.must("docker", "container", "inspect", f"{name}-staging"))[0]
        return found

    def image_ids(self, name: str) -> Mapping[str, str]:
        """Tag → image id."""
        listed = self.machine.must("docker", "image", "ls", "--no-trunc", "--format={{.Tag}} {{.ID}}", name)
        return dict(line.split() for line in listed.splitlines())

    def _environment(self, more: Mapping[str, str] | None) -> Mapping[str, str]:
        return {"HUBYARD_YARD": self.folder, "HUBYARD_LANG": "en", **(more or {})}


def steps(machine: Machine) -> list[int]:
    """Processes of build steps under Hubyard's cgroups, whichever cgroup version there is."""
    found = machine.shell("find /sys/fs/cgroup -path '*hubyard.slice*' -name cgroup.procs -exec cat {} + 2>/dev/null | sort -un || true")
    return [int(pid) for pid in found.split()]


def held_locks(machine: Machine) -> list[str]:
    """Lock files of Hubyard's, and the old one, that somebody holds now."""
    script = f"for file in $(find {LOCKS} -type f 2>/dev/null) $(ls {OLD_LOCK} 2>/dev/null); do flock -n -x $file true || echo $file; done"
    return machine.shell(script).split()


def workers(machine: Machine) -> list[str]:
    """Command lines of deploys and of the programs they start."""
    listed = machine.run("pgrep", "--list-full", "--full", r"bin/invoke |docker-buildx|docker-compose|docker compose|git .*(fetch|pull)")
    return listed.out.splitlines()


def left_over(machine: Machine) -> list[str]:
    """What a deploy must not leave, however it ended: processes, held locks, build steps."""
    return [*workers(machine), *held_locks(machine), *map(str, steps(machine))]


def clean(machine: Machine) -> None:
    """As the machine was when it was made, but for the build cache."""
    machine.shell(
        "docker ps -aq | xargs -r docker rm -f -v >/dev/null; docker network prune -f >/dev/null; docker volume prune -af >/dev/null;"
        "docker image ls --format '{{.Repository}}:{{.Tag}} {{.ID}}' | grep -v ^hubyard/base- | sed 's/<none>:<none> //; s/ .*//'"
        " | xargs -r docker rmi -f >/dev/null;"
        f"rm -rf /yards /tmp/trap {LOCKS_PARENT} {OLD_LOCK} {PROJECT}/hubs/.hubyard"
    )


@contextmanager
def nothing_left(machine: Machine) -> Iterator[None]:
    """What a test began is ended, and what a deploy must not leave is an error."""
    yield
    machine.end_all()
    eventually(lambda: not left_over(machine), limit_s=5, what=f"nothing is left over of the deploys: {left_over(machine)}")
