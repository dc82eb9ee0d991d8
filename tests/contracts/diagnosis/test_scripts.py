"""Every probe's script, run for real: by dash and by busybox, as root and as a user who may nothing."""

import os
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from hubyard.diagnosis.facts.host import CpuFacts, DiskFacts, MemoryFacts, SystemFacts
from hubyard.diagnosis.facts.work import BuildsFacts, GateFacts
from hubyard.diagnosis.heard import PRELUDE, Heard, Unread, Why
from hubyard.diagnosis.probes import PROBES, Probe
from hubyard.diagnosis.probes.gate import OLD_LOCK
from tests.contracts.distribution import ensure_program
from tests.unit.diagnosis.probes.hosts import FOLDER

NOBODY: Final = 65534
ASKED: Final = [probe for probe in PROBES if probe.script]
SHELLS: Final = {"sh": ["sh"], "dash": ["dash"], "busybox": ["busybox", "sh"]}
LIMIT_S: Final = 60
"""Of a test on a busy machine, not of the probe."""
FOR_ANYBODY: Final = {
    "system": SystemFacts,
    "memory": MemoryFacts,
    "cpu": CpuFacts,
    "disk": DiskFacts,
    "builds": BuildsFacts,
}
"""What can be read without any right, and without an engine."""


@pytest.fixture(scope="module", autouse=True)
def shells() -> None:
    for program in ("dash", "busybox"):
        ensure_program(program, package=program)


def heard_by(argv: list[str], probe: Probe, *, nobody: bool = False) -> Heard:
    who: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if nobody else {}
    script = (PRELUDE + probe.script).encode()
    ran = subprocess.run(argv, input=script, capture_output=True, timeout=LIMIT_S, check=False, cwd="/", **who)
    assert ran.stderr.decode() == ""
    return Heard(text=ran.stdout.decode(errors="replace"), status=ran.returncode)


@pytest.mark.parametrize("probe", ASKED, ids=lambda probe: probe.name)
@pytest.mark.parametrize("argv", SHELLS.values(), ids=SHELLS)
def test_script_is_understood_by_the_shell_and_its_answer_by_us(argv: list[str], probe: Probe) -> None:
    heard = heard_by(argv, probe)
    found = probe.parse(heard)
    assert heard.status == 0
    assert not (isinstance(found, Unread) and found.why in {Why.NOT_UNDERSTOOD, Why.TIMED_OUT}), found


@pytest.mark.parametrize("probe", ASKED, ids=lambda probe: probe.name)
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_user_without_rights_reads_what_anybody_may_and_is_told_why_not_the_rest(probe: Probe) -> None:
    found = probe.parse(heard_by(["sh"], probe, nobody=True))
    if probe.name in FOR_ANYBODY:
        assert isinstance(found, FOR_ANYBODY[probe.name])
    elif isinstance(found, Unread):
        assert found.why in {Why.NO_RIGHTS, Why.ABSENT, Why.NO_ENGINE}


@pytest.mark.parametrize(
    "probe", [probe for probe in ASKED if probe.name in {"engine", "containers", "usage", "events"}], ids=lambda probe: probe.name
)
def test_engine_that_is_down_is_no_engine(probe: Probe) -> None:
    os.environ["DOCKER_HOST"] = "unix:///nowhere.sock"
    try:
        found = probe.parse(heard_by(["sh"], probe))
    finally:
        del os.environ["DOCKER_HOST"]
    assert isinstance(found, Unread)
    assert found.why is Why.NO_ENGINE


COMMANDS: Final = {
    "docker build --build-arg NPM_TOKEN=hunter2 -t app:1 .": "docker build .",
    "docker build -t app:1 /srv/app": "docker build /srv/app",
    "docker build /srv/app": "docker build /srv/app",
    "docker --context prod buildx --builder b0 build --secret id=npm,env=T .": "docker buildx build .",
    "/usr/libexec/docker/cli-plugins/docker-buildx buildx bake --set *.args.T=hunter2 --file - /srv": "docker-buildx buildx bake",
    "docker compose -f /srv/hunter2.yml build web": "docker compose build",
    "docker compose up -d --build": "docker compose up --build",
    "docker compose up -d": "",
    "docker compose exec web npm run build": "",
    "docker run --rm node:24 npm run build": "",
    "docker build -f /srv/app/Dockerfile": "docker build",
    "docker build https://me:hunter2@git.example/app.git": "docker build",
    "node build": "",
}


@pytest.mark.parametrize(("command", "shown"), COMMANDS.items(), ids=COMMANDS)
@pytest.mark.parametrize("awk", [["awk"], ["busybox", "awk"]], ids=" ".join)
def test_command_of_a_client_is_cut_to_words_that_hold_no_secret(awk: list[str], command: str, shown: str) -> None:
    probe = next(probe for probe in PROBES if probe.name == "builds")
    functions = probe.script.partition("part clients")[0]
    script = f"""{PRELUDE}{functions}
    list_clients() {{ printf '%s\\n' '10 1 root 35 {command}'; }}
    awk() {{ command {" ".join(awk)} "$@"; }}
    clients"""
    said = subprocess.run(["sh"], input=script.encode(), capture_output=True, check=True, timeout=LIMIT_S).stdout.decode()
    assert said.strip() == (f"10 1 root 35 0 {shown}" if shown else "")


STEPS: Final = {
    "npm ci": "npm ci",
    "npm ci --prefer-offline": "npm ci --prefer-offline ...",
    "npm run build && rm -r x y z": "npm run build && rm",
    "TOKEN=hunter2 npm ci": "...",
    "curl -H Authorization: Bearer hunter2 https://x": "curl -H ...",
    "curl https://me:hunter2@x": "curl ...",
    "npm config set //registry.example/:_authToken hunter2": "npm config set ...",
    "node --max-old-space-size=512 build.js": "node --max-old-space-size= ...",
    'echo "hunter2"': "echo ...",
}


@pytest.mark.parametrize(("command", "shown"), STEPS.items(), ids=STEPS)
def test_command_of_a_step_ends_at_the_first_value(command: str, shown: str) -> None:
    probe = next(probe for probe in PROBES if probe.name == "builds")
    functions = probe.script.partition("part clients")[0]
    script = f"""{functions}
    awk "$firsts"' {{ print firsts(1) }}' <<'END'\n{command}\nEND\n"""
    said = subprocess.run(["sh"], input=script.encode(), capture_output=True, check=True, timeout=LIMIT_S).stdout.decode()
    assert said.strip() == shown


def test_no_recorded_host_holds_what_was_given_as_a_secret() -> None:
    """Containers and builds there had `hunter2` in their environment, and as a build argument."""
    assert [file.name for file in FOLDER.glob("*.json") if "hunter2" in file.read_text()] == []


def test_old_script_that_took_the_lock_by_flock_is_named_itself(tmp_path: Path) -> None:
    """`exec 9>FILE; flock 9`: the kernel names flock(1), which has ended."""
    lock = tmp_path / "old.lock"
    probe = next(probe for probe in PROBES if probe.name == "gate")
    script = f"exec 9>{lock}; flock -x 9; echo held; read -r line"
    holder = subprocess.Popen(["sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        asked = Probe(name=probe.name, script=probe.script.replace(OLD_LOCK, str(lock)), parse=probe.parse)
        heard = heard_by(["sh"], asked)
    finally:
        holder.communicate(b"\n", timeout=LIMIT_S)
    found = probe.parse(Heard(text=heard.text.replace(str(lock), OLD_LOCK), status=0))
    assert isinstance(found, GateFacts)
    assert found.old_lock_pids == (holder.pid,)
