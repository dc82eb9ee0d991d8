"""Compose itself: what it takes, and what it refuses."""

import json
import os
import socket
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hubyard.drivers.clock import HostClock
from hubyard.drivers.engine.compose import Compose
from hubyard.engine.compose_errors import Neighbours
from hubyard.engine.override import Healthcheck, Override, render_override
from hubyard.engine.port import Project
from hubyard.errors import CommandFailed, ComposeInvalid, EnvFileMissing, HubyardError, NameTaken, PortTaken, VariableMissing
from tests.contracts.engine.conftest import Bench, docker

ODD = "a \"b\" 'c'\n: - #\t${HOME} $X $$ 한글 {{ 7 }} *build-args"


def written(bench: Bench, text: str, **changes: Any) -> Project:  # noqa: ANN401  fields of Project
    file = bench.folder / "odd.yaml"
    file.write_text(text, encoding="utf-8")
    return replace(bench.project, files=(file,), **changes)


def test_config_of_a_project(real: Bench) -> None:
    config = real.engine.config(real.project)
    assert (config.name, sorted(config.services)) == (real.mark, ["db", "web"])
    assert config.services["web"].networks == ("default", "second")


def test_config_with_every_option(real: Bench) -> None:
    (real.folder / "one.env").write_text("A=one\n", encoding="utf-8")
    (real.folder / "two.env").write_text("B=two\n", encoding="utf-8")
    project = written(
        real,
        "services: {web: {image: '${A}-${B}', profiles: [on]}, off: {image: x, profiles: [off]}}",
        name="chosen",
        profiles=("on",),
        env_files=(real.folder / "one.env", real.folder / "two.env"),
    )
    config = real.engine.config(project)
    assert (config.name, [service.image for service in config.services.values()]) == ("chosen", ["one-two"])


def test_config_knows_the_locale_of_the_person(real: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert real.engine.config(written(real, "services: {web: {image: '${LC_ALL}'}}")).services["web"].image == "ko_KR.UTF-8"


BUILT_WITH_SECRETS = """
services:
  web: { image: x, build: { context: ., secrets: [token, { source: file }, { source: shell, target: other }, empty, gone] } }
  plain: { image: y, build: . }
secrets:
  token: { environment: TOKEN }
  file: { file: ./file }
  shell: { environment: OF_THE_SHELL }
  empty: { environment: EMPTY }
  gone: { environment: SET_NOWHERE }
"""


def test_config_knows_the_variables_of_secrets_as_compose_finds_them(real: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OF_THE_SHELL", 'a "b" $c\n한글')  # Compose inherits it, as from the shell of who deploys
    (real.folder / ".env").write_text("TOKEN='of $the file'\nOF_THE_SHELL=not this\nEMPTY=\nOTHER=PLANTED\n", encoding="utf-8")
    config = real.engine.config(written(real, BUILT_WITH_SECRETS))
    web, plain = config.services["web"].build, config.services["plain"].build
    assert web is not None
    assert plain is not None
    assert web.variables == {"TOKEN": "of $the file", "OF_THE_SHELL": 'a "b" $c\n한글', "EMPTY": ""}
    assert plain.variables == {}
    assert "of $the file" not in repr(config)


REFUSED = {
    "variable": ("services: {web: {image: '${NEEDED_HERE:?PLANTED}'}}", VariableMissing),
    "env_file": ("services: {web: {image: x, env_file: gone.env}}", EnvFileMissing),
    "broken": ("services: {web: {image: x", ComposeInvalid),
    "unknown_key": ("services: {web: {imag: PLANTED}}", ComposeInvalid),
    "value": ("services: {web: {image: x, mem_limit: PLANTED}}", ComposeInvalid),
    "interpolation": ("services: {web: {image: 'PLANTED${'}}", ComposeInvalid),
}


@pytest.mark.parametrize(("text", "error"), REFUSED.values(), ids=REFUSED)
def test_config_that_is_refused_names_no_value(real: Bench, text: str, error: type[HubyardError]) -> None:
    with pytest.raises(error) as caught:
        real.engine.config(written(real, text))
    assert "PLANTED" not in str(caught.value)


def test_config_of_files_that_are_not_there(real: Bench) -> None:
    with pytest.raises(ComposeInvalid) as caught:
        real.engine.config(replace(real.project, files=(real.folder / "none.yaml",)))
    assert caught.value.detail == f"open {real.folder}/none.yaml: no such file or directory"


def test_config_with_an_env_file_that_is_not_there(real: Bench) -> None:
    with pytest.raises(EnvFileMissing) as caught:
        real.engine.config(replace(real.project, env_files=(real.folder / "gone.env",)))
    assert caught.value.file == real.folder / "gone.env"


def test_config_that_does_not_end_is_told_as_late(real: Bench) -> None:
    pipe = real.folder / "pipe.yaml"
    os.mkfifo(pipe)
    compose = Compose(neighbours=Neighbours(port_holder=str, project_of=str), clock=HostClock(), config_limit_s=1)
    with pytest.raises(CommandFailed) as caught:
        compose.config(replace(real.project, files=(pipe,)))
    assert (caught.value.program, caught.value.detail) == ("docker compose config", "it had not ended after 1 s")


USERS = {
    "plain": "services: {web: {image: x}}",
    "lists": "services: {web: {image: x, build: ., labels: [a=b], environment: [A=b], networks: [own]}}\nnetworks: {own: {}}",
    "limits": "services: {web: {image: x, deploy: {resources: {limits: {cpus: '0.5'}}}}}",
    "limited": "services: {web: {image: x, deploy: {resources: {limits: {memory: 100m}}}}}",
    "args": "services: {web: {build: {context: ., args: [BUILDKIT_MAX_PARALLELISM=8, A=b]}, mem_limit: 100m}}",
    "host": "services: {web: {image: x, network_mode: host}}",
    "logging": "services: {web: {image: x, logging: {driver: journald}, networks: {default: {aliases: [mine]}}}}",
}


@pytest.mark.parametrize("text", USERS.values(), ids=USERS)
def test_override_is_taken_by_compose_beside_the_users_file(real: Bench, text: str) -> None:
    project = written(real, text)
    service = real.engine.config(project).services["web"]
    override = Override(
        service=service,
        image="toy:staging",
        parallelism=2,
        labels={"hubyard.odd": ODD},
        revision=ODD,
        mem_limit_bytes=64 * 1024**2,
        healthcheck=Healthcheck(test=("CMD-SHELL", ODD)),
        network="hubyard-staging",
        alias="toy-staging",
    )
    file = real.folder / "override.yaml"
    file.write_text(render_override(override), encoding="utf-8")
    merged = real.engine.config(replace(project, files=(*project.files, file))).services["web"]
    assert merged.build is not None
    assert merged.build.args["BUILDKIT_MAX_PARALLELISM"] == "2"
    assert merged.mem_limit_bytes in (64 * 1024**2, 100 * 1024**2)
    assert set(service.networks) <= set(merged.networks)
    assert as_meant(merged.section)["labels"]["hubyard.odd"] == ODD
    assert as_meant(merged.section)["environment"]["HUBYARD_REVISION"] == ODD


def as_meant(section: object) -> dict[str, dict[str, str]]:
    """Compose doubles each `$` of a value in what it prints."""
    found: dict[str, dict[str, str]] = json.loads(json.dumps(section).replace("$$", "$"))
    return found


def test_up_with_a_port_that_a_program_has(real: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            real.engine.up(publishing(real, port), ["web"])
    assert (caught.value.port, caught.value.holder) == (port, "")


def test_up_with_a_port_that_a_container_has(real: Bench) -> None:
    port = free_port()
    real.engine.up(publishing(real, port), ["web"])
    with pytest.raises(PortTaken) as caught:
        real.engine.up(publishing(real, port, service="rival"), ["rival"])
    assert (caught.value.port, caught.value.holder) == (port, f"container {real.mark}-web-1")


def publishing(bench: Bench, port: int, *, service: str = "web") -> Project:
    text = (
        f"name: {bench.mark}\nservices: {{{service}: {{image: '{bench.image}', command: [sleep, '300'], ports: ['127.0.0.1:{port}:80']}}}}"
    )
    return written(bench, text)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        found: int = free.getsockname()[1]
        return found


def test_up_with_a_name_that_another_has(real: Bench) -> None:
    docker("create", "--name", f"{real.mark}-web", "--label", "com.docker.compose.project=others", real.image, "true")
    try:
        with pytest.raises(NameTaken) as caught:
            real.engine.up(real.project, ["web"])
    finally:
        docker("rm", "--force", f"{real.mark}-web")
    assert (caught.value.container, caught.value.project) == (f"{real.mark}-web", "others")


def test_brought_back_container_is_the_same_but_for_its_id_and_composes_own(real: Bench) -> None:
    """Networks with aliases, volumes, command, restart count: what the user's files say by then does not matter."""
    real.engine.up(real.project, ["web"])
    old = real.engine.container(f"{real.mark}-web")
    assert old is not None
    subprocess.run(["docker", "exec", old.id, "sh", "-c", "echo kept > /data/kept"], check=True, timeout=30)
    before, backup = inspected(old.name), real.engine.back_up(old)
    change(real.project.files[0])
    real.engine.up(real.project, ["web"])
    assert inspected(old.name)["Id"] != before["Id"]
    real.engine.bring_back(backup)
    after = inspected(old.name)
    assert lasting(after) == lasting(before)
    assert after["State"]["Running"]
    assert docker("exec", old.name, "cat", "/data/kept") == "kept\n"
    ps = docker("compose", "--project-name", real.mark, "--file", str(real.project.files[0]), "ps", "--format", "{{.Service}} {{.Name}}")
    assert ps == f"web {real.mark}-web\n"


def test_container_whose_network_is_gone_is_not_brought_back(real: Bench) -> None:
    real.engine.up(real.project, ["web"])
    old = real.engine.container(f"{real.mark}-web")
    assert old is not None
    backup = real.engine.back_up(old)
    real.engine.remove(old.id)
    docker("network", "rm", f"{real.mark}_second")
    with pytest.raises(CommandFailed) as caught:
        real.engine.bring_back(backup)
    assert (caught.value.program, caught.value.detail) == ("putting back a container", f"network {real.mark}_second not found")


def test_container_whose_image_is_gone_is_not_brought_back(real: Bench) -> None:
    docker("image", "build", "--quiet", "--tag", f"{real.mark}:own", "--label", f"{real.mark}=yes", str(own_image(real)))
    text = real.project.files[0].read_text(encoding="utf-8").replace(f"image: {real.image}", f"image: {real.mark}:own", 1)
    real.engine.up(written(real, text), ["web"])
    old = real.engine.container(f"{real.mark}-web")
    assert old is not None
    backup = real.engine.back_up(old)
    real.engine.remove(old.id)
    real.engine.untag(f"{real.mark}:own")
    with pytest.raises(CommandFailed) as caught:
        real.engine.bring_back(backup)
    assert caught.value.detail == f"No such image: {old.image_id}"


def own_image(bench: Bench) -> Path:
    folder = bench.folder / "own"
    folder.mkdir()
    (folder / "Dockerfile").write_text(f"FROM {bench.image}\n", encoding="utf-8")
    return folder


def change(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("other-name", "new-name").replace("echo begun", "echo changed")
    file.write_text(text.replace("    volumes", "    environment: [NEW=1]\n    volumes"), encoding="utf-8")


def inspected(name: str) -> Any:  # noqa: ANN401  a document
    return json.loads(docker("container", "inspect", name))[0]


def lasting(said: Any) -> object:  # noqa: ANN401
    """Without what any new container has anew."""
    document = json.loads(json.dumps(said))
    networks = document["NetworkSettings"]["Networks"]
    return {
        "Config": {**document["Config"], "Hostname": ""},
        "HostConfig": document["HostConfig"],
        "Image": document["Image"],
        "Mounts": sorted(document["Mounts"], key=str),
        "Networks": {name: [alias for alias in end["Aliases"] or [] if alias not in document["Id"]] for name, end in networks.items()},
    }
