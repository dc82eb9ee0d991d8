"""What Compose 2.26 really wrote, and what of it a person gets to see."""

from pathlib import Path

import pytest

from hubyard.engine.compose_errors import UNKNOWN, Neighbours, config_error, up_error
from hubyard.engine.port import Project

PROJECT = Project(hub="WBFinHub", files=(Path("/srv/a.yaml"), Path("/srv/b.yaml")), directory=Path("/srv"))
CONFIG = {
    "variable": (
        "error while interpolating services.web.image: required variable NEEDED is missing a value: SECRET",
        "variable_missing(hub='WBFinHub', variable='NEEDED', files='/srv/a.yaml, /srv/b.yaml')",
    ),
    "env_file": (
        "env file /srv/gone.env not found: stat /srv/gone.env: no such file or directory",
        "env_file_missing(hub='WBFinHub', file=PosixPath('/srv/gone.env'))",
    ),
    "env_file_option": ("Couldn't find env file: /srv/gone.env", "env_file_missing(hub='WBFinHub', file=PosixPath('/srv/gone.env'))"),
    "env_file_older": (
        "Failed to load /srv/.env: open /srv/.env: no such file or directory",
        "env_file_missing(hub='WBFinHub', file=PosixPath('/srv/.env'))",
    ),
    "nameless": ("project name must not be empty", "project_nameless(hub='WBFinHub', folder=PosixPath('/srv'))"),
    "no_plugin": ("unknown flag: --file\nSee 'docker --help'.", "plugin_missing(plugin='compose')"),
    "no_plugin_28": ("docker: unknown command: docker compose", "plugin_missing(plugin='compose')"),
}


@pytest.mark.parametrize(("text", "expected"), CONFIG.values(), ids=CONFIG)
def test_config_error(text: str, expected: str) -> None:
    assert str(config_error(text, PROJECT)) == expected


INVALID = {
    "yaml": ("yaml: line 1: did not find expected ',' or '}'", "yaml: line 1: did not find expected "),
    "yaml_on_several_lines": ("yaml: line 1: did not find expected key\nSECRET", "yaml: line 1: did not find expected key"),
    "yaml_twice": (
        'yaml: unmarshal errors:\n  line 4: mapping key "web" already defined at line 2',
        'line 4: mapping key "web" already defined at line 2',
    ),
    "yaml_anchor": ("yaml: unknown anchor 'b' referenced", "yaml: unknown anchor 'b' referenced"),
    "yaml_with_a_value": ("yaml: unmarshal errors:\n  line 2: cannot unmarshal !!str `SECRET` into int", UNKNOWN),
    "unknown_key": (
        "validating /srv/e.yaml: services.web Additional property imag is not allowed",
        "services.web Additional property imag is not allowed",
    ),
    "wrong_kind": ("validating /srv/e.yaml: services.web.ports must be a list", "services.web.ports must be a list"),
    "size": (
        "decoding failed due to the following error(s):\n\nerror decoding 'services[web].mem_limit': invalid size: 'SECRET'",
        "error decoding 'services[web].mem_limit': invalid size",
    ),
    "interpolation": (
        "invalid interpolation format for services.web.environment.[].\nYou may need to escape any $ with another $.\nA=${SECRET:-S",
        "invalid interpolation format for services.web.environment.[].",
    ),
    "undefined": (
        'service "web" depends on undefined service "zzz": invalid compose project',
        'service "web" depends on undefined service "zzz"',
    ),
    "file": ("open /srv/nofile.yaml: no such file or directory", "open /srv/nofile.yaml: no such file or directory"),
    "closed_file_in_a_folder_with_a_space": ("open /srv/회사 앱/.env: permission denied", "open /srv/회사 앱/.env: permission denied"),
    "env_line": (
        'failed to read /srv/.env: line 3: unterminated quoted value "SECRET',
        "failed to read /srv/.env: line 3: unterminated quoted value",
    ),
    "limits": (
        "services.web: can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory': invalid compose project",
        "services.web: can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory'",
    ),
    "anything": ("something about SECRET", UNKNOWN),
    "nothing": ("", UNKNOWN),
}


@pytest.mark.parametrize(("text", "detail"), INVALID.values(), ids=INVALID)
def test_compose_invalid_shows_the_place_and_no_value(text: str, detail: str) -> None:
    assert str(config_error(text, PROJECT)) == f"compose_invalid(hub='WBFinHub', files='/srv/a.yaml, /srv/b.yaml', detail={detail!r})"


FAILED = "Error response from daemon: driver failed programming external connectivity on endpoint web (ab12): "
UP = {
    "port_docker": (
        f"{FAILED}Bind for 0.0.0.0:4400 failed: port is already allocated",
        "port_taken(port=4400, holder='holder of 4400')",
    ),
    "port_program": (
        f"{FAILED}Error starting userland proxy: listen tcp4 0.0.0.0:4400: bind: address already in use",
        "port_taken(port=4400, holder='holder of 4400')",
    ),
    "port_28": (
        f"{FAILED}failed to bind host port for 0.0.0.0:4400:172.18.0.2:80/tcp: address already in use",
        "port_taken(port=4400, holder='holder of 4400')",
    ),
    "name": (
        'Error response from daemon: Conflict. The container name "/web" is already in use by container "ab12". You have to remove it.',
        "name_taken(hub='WBFinHub', container='web', project='project of web')",
    ),
    "disk": (
        "Error response from daemon: mkdir /var/lib/docker/x: no space left on device",
        "disk_full(during='docker compose up', detail='no space left on device')",
    ),
    "lost": (
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
        "engine_lost(during='docker compose up', detail='Cannot connect to the Docker daemon')",
    ),
    "container_that_lost_its_start": (
        "Error response from daemon: OCI runtime create failed: read init-p: connection reset by peer: unknown",
        "start_failed(hub='WBFinHub', detail='OCI runtime create failed: read init-p: connection reset by peer: unknown')",
    ),
    "unhealthy_dependency": (
        " Container db  Error\ndependency failed to start: container db is unhealthy",
        "start_failed(hub='WBFinHub', detail='dependency failed to start: container db is unhealthy')",
    ),
    "no_image": (
        "Error response from daemon: No such image: wbfinhub:staging",
        "start_failed(hub='WBFinHub', detail='No such image: wbfinhub:staging')",
    ),
    "variable": (
        "required variable NEEDED is missing a value: x",
        "variable_missing(hub='WBFinHub', variable='NEEDED', files='/srv/a.yaml, /srv/b.yaml')",
    ),
    "anything": ("something about SECRET", "start_failed(hub='WBFinHub', detail='docker compose up failed')"),
}


@pytest.mark.parametrize(("text", "expected"), UP.values(), ids=UP)
def test_up_error(text: str, expected: str) -> None:
    neighbours = Neighbours(port_holder=lambda port: f"holder of {port}", project_of=lambda name: f"project of {name}")
    assert str(up_error(text, PROJECT, neighbours=neighbours)) == expected
