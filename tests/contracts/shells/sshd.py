"""A real sshd in a container, and what a person needs to log in there."""

import os
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubyard.events import tell_nobody
from hubyard.tools import Tools
from tests.contracts.distribution import ensure_program
from tests.integration.machine.machine import eventually

IMAGE: Final = "hubyard-test/sshd:1"
"""Another name with other contents: one that is there is not made again."""
USER: Final = "diagnosed"
DOCKERFILE: Final = f"""\
FROM hubyard/dind
RUN apt-get update -qq \\
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openssh-server procps >/dev/null \\
    && rm -rf /var/lib/apt/lists/* /etc/ssh/ssh_host_* \\
    && useradd --create-home --shell /bin/sh {USER} && mkdir -p /run/sshd
"""
"""Without host keys: each container makes its own."""


@dataclass(frozen=True, kw_only=True)
class Sshd:
    """`settings` is an ssh_config that knows its host key; `strangers` one that knows none."""

    container: str
    port: int
    folder: Path

    @property
    def typed(self) -> str:
        return f"{USER}@127.0.0.1:{self.port}"

    @property
    def key(self) -> Path:
        return self.folder / "key"

    @property
    def settings(self) -> Path:
        return self.settings_with("known", f"[127.0.0.1]:{self.port} {self.run('cat', '/etc/ssh/ssh_host_ed25519_key.pub')}")

    @property
    def strangers(self) -> Path:
        return self.settings_with("unknown", "")

    def settings_with(self, name: str, known: str) -> Path:
        hosts, file = self.folder / f"{name}_hosts", self.folder / f"{name}_config"
        hosts.write_text(known, encoding="utf-8")
        file.write_text(f"UserKnownHostsFile {hosts}\nGlobalKnownHostsFile /dev/null\nIdentityAgent none\n", encoding="utf-8")
        return file

    def run(self, *argv: str) -> str:
        done = subprocess.run(["docker", "exec", self.container, *argv], capture_output=True, text=True, check=True, timeout=60)
        return done.stdout


def ensure_image() -> None:
    known = subprocess.run(["docker", "image", "inspect", IMAGE], capture_output=True, check=False, timeout=30)
    if known.returncode == 0:
        return
    dind = Tools.make(yard=None, tell=tell_nobody).base_images.image("hubyard/dind")
    passed_on = [f"--build-arg={name}" for name in ("http_proxy", "https_proxy", "no_proxy") if name in os.environ]
    argv = ["docker", "buildx", "build", "--quiet", "--load", "--provenance=false", f"--tag={IMAGE}"]
    argv += [f"--build-context=hubyard/dind=docker-image://{dind}", *passed_on, "-"]
    subprocess.run(argv, input=DOCKERFILE.encode(), check=True, stdout=subprocess.DEVNULL, timeout=600)


@contextmanager
def running_sshd(folder: Path) -> Iterator[Sshd]:
    """On a free port of 127.0.0.1; at most 10 sessions a login, as sshd has it by default."""
    ensure_program("ssh", package="openssh-client")
    ensure_image()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "key")], check=True, timeout=60)
    name = f"hubyard-test-sshd-{uuid.uuid4().hex[:8]}"
    begin = f"ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key && mkdir -p /home/{USER}/.ssh && exec /usr/sbin/sshd -D -e"
    argv = ["docker", "run", "--detach", "--rm", "--init", "--publish=127.0.0.1::22", f"--name={name}", IMAGE, "sh", "-c", begin]
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, timeout=120)
    try:
        said = subprocess.run(["docker", "port", name, "22"], capture_output=True, text=True, check=True, timeout=30).stdout
        sshd = Sshd(container=name, port=int(said.splitlines()[0].rpartition(":")[2]), folder=folder)
        eventually(lambda: listens(sshd), limit_s=30, what="sshd listens")
        allow = f"cat >/home/{USER}/.ssh/authorized_keys && chown -R {USER}: /home/{USER}/.ssh && chmod -R go= /home/{USER}/.ssh"
        public = (folder / "key.pub").read_bytes()
        subprocess.run(["docker", "exec", "--interactive", name, "sh", "-c", allow], input=public, check=True, timeout=30)
        yield sshd
    finally:
        subprocess.run(["docker", "rm", "--force", name], check=False, stdout=subprocess.DEVNULL, timeout=60)


def listens(sshd: Sshd) -> bool:
    seen = subprocess.run(["docker", "exec", sshd.container, "pgrep", "-x", "sshd"], capture_output=True, check=False, timeout=30)
    keys = subprocess.run(["docker", "exec", sshd.container, "test", "-s", "/etc/ssh/ssh_host_ed25519_key.pub"], check=False, timeout=30)
    scanned = subprocess.run(["ssh-keyscan", "-p", str(sshd.port), "127.0.0.1"], capture_output=True, check=False, timeout=30)
    return seen.returncode == 0 and keys.returncode == 0 and bool(scanned.stdout)
