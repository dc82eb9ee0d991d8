"""The workhub (`tests/data/workhub`) on the machine, running as its people started it: the old way, with their database and gateway."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.integration.machine.machine import PROJECT, Machine, Ran, eventually
from tests.integration.machine.toy import tar_of_texts

WORKHUB: Final = Path(__file__).parents[2] / "data" / "workhub"
HUBS: Final = {  # prefix, port
    "WBHubManager": ("", 3000),
    "WBSalesHub": ("/saleshub", 3000),
    "WBFinHub": ("/finhub", 8080),
    "WBOnboardingHub": ("/onboarding", 3000),
}
PLANTED: Final = "PLANTED"
"""Part of every secret below."""
SECRETS: Final = {
    ".env": f"PUBLIC_URL=http://localhost:4400\nFIN_DATABASE_URL=postgres://fin:{PLANTED}-p$$ss#word@workhub-db/fin\n",
    "WBHubManager/.env.staging": f'DATABASE_URL=postgres://hub:s3cr$t-{PLANTED}@workhub-db/hub\nTITLE="워크허브 스테이징"\n',
    "WBSalesHub/.env.staging": f"# 영업\nSESSION_SECRET={PLANTED}-sales-secret\nEMPTY=\n",
    ".npmrc": f"//npm.example.invalid/:_authToken={PLANTED}-npm-token\n",
}
COMPOSE: Final = ("docker", "compose", "--file=WBHubManager/docker-compose.oracle.yml", "--project-directory=.", "--profile=onboarding")


@dataclass(frozen=True, kw_only=True)
class Workhub:
    machine: Machine
    folder: str
    yard: str

    def make(self) -> None:
        self.machine.unpack(tar_of_texts(_texts()), self.folder)
        for hub in HUBS:
            script = f"""
            git init -q; git add -A; git commit -qm 'as it is'; git clone -q --bare . {self.folder}/remotes/{hub}.git
            git remote add origin {self.folder}/remotes/{hub}.git; git fetch -q; git branch -q --set-upstream-to=origin/main
            """
            self.machine.shell(script, folder=f"{self.folder}/{hub}")

    def start_the_old_way(self, base_node: str) -> None:
        """With `node:24-slim` at hand for this one time, as if a registry had given it."""
        self.machine.must("docker", "tag", base_node, "node:24-slim")
        self.machine.must(*COMPOSE, "up", "--detach", "--build", folder=self.folder, limit_s=300)
        eventually(lambda: all(self.healthy_at_the_gateway().values()), limit_s=60, what="all four answer behind their gateway")
        self.machine.must("docker", "rmi", "node:24-slim")

    def invoke(self, *arguments: str, limit_s: float = 300) -> Ran:
        environment = {"HUBYARD_YARD": self.yard, "HUBYARD_LANG": "en"}
        return self.machine.run("invoke", *arguments, folder=PROJECT, environment=environment, limit_s=limit_s)

    def healthy_at_the_gateway(self) -> Mapping[str, bool]:
        return {hub: self._healthy(f"http://127.0.0.1:4400{prefix}/api/health", hub) for hub, (prefix, _) in HUBS.items()}

    def foreign(self) -> Mapping[str, str]:
        """What a deploy must not touch: containers by id, and the day on which the database's volume was born."""
        services = ("workhub-db", "workhub-gateway")
        ids = {service: self.machine.must(*COMPOSE, "ps", "--all", "--quiet", service, folder=self.folder) for service in services}
        return {**ids, "born": self.machine.must("docker", "exec", "workhub-db", "cat", "/data/born")}

    def git_status(self) -> str:
        return "".join(self.machine.must("git", "status", "--porcelain", folder=f"{self.folder}/{hub}") for hub in HUBS)

    def places_of_secrets(self) -> list[str]:
        """Where a planted secret is seen that should not be: images, labels, the yard with its rendered files and logs."""
        images = self.machine.shell("docker image inspect $(docker image ls -q | sort -u)")
        histories = self.machine.shell("for image in $(docker image ls -q | sort -u); do docker history --no-trunc $image; done")
        containers = json.loads(self.machine.shell("docker container inspect $(docker ps -aq)"))
        labels = json.dumps([container["Config"]["Labels"] for container in containers])
        runcs_own = "--exclude='runc-process*'"  # in /tmp while a health check runs: the container's environment
        search = f"grep -rl {runcs_own} {PLANTED} {self.yard} {PROJECT}/hubs /tmp /var/log/*.log"
        files = self.machine.shell(f"{search} || true").split()
        seen = {"docker image inspect": images, "docker history": histories, "labels": labels}
        return [place for place, text in seen.items() if PLANTED in text] + files

    def _healthy(self, url: str, hub: str) -> bool:
        return f'"hub":"{hub}","ok":true' in self.machine.run("curl", "--silent", "--max-time", "5", url).out


def _texts() -> Mapping[str, str]:
    server = (WORKHUB / "server.js").read_text(encoding="utf-8")
    nested = [file for file in WORKHUB.rglob("*") if file.is_file() and file.parent != WORKHUB]
    texts = {str(file.relative_to(WORKHUB)): file.read_text(encoding="utf-8") for file in nested}
    for hub, (prefix, port) in HUBS.items():
        texts[f"{hub}/src/server.js"] = server.replace("NAME", hub).replace("PREFIX", prefix).replace("LISTENS", str(port))
        texts[f"{hub}/package.json"] = json.dumps({"name": hub.lower(), "version": "1.4.2", "private": True}) + "\n"
        texts[f"{hub}/.dockerignore"] = "node_modules\n.git\n.env*\n"
        texts[f"{hub}/.gitignore"] = ".env.staging\n"
    return {**texts, **SECRETS}
