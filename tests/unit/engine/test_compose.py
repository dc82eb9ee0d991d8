"""What Compose printed, as values."""

import json
from pathlib import Path

import pytest

from hubyard.engine.compose import parse_config
from hubyard.engine.port import BuildSecret, BuildSection, ComposeConfig, Service

DATA = Path(__file__).parents[2] / "data" / "compose"


def read(name: str) -> ComposeConfig:
    return parse_config((DATA / f"{name}.json").read_text(encoding="utf-8"))


def service(config: str, name: str) -> Service:
    return read(config).services[name]


def test_project_has_its_name_and_all_services() -> None:
    config = read("workhub")
    assert config.name == "workhub"
    assert sorted(config.services) == [
        "wbfinhub-staging",
        "wbhubmanager-staging",
        "wbonboardinghub-staging",
        "wbsaleshub-staging",
        "workhub-db",
        "workhub-gateway",
    ]


FACTS = {
    "image": ("workhub", "wbhubmanager-staging", "image", "wbhubmanager:staging"),
    "no_image": ("workhub", "wbsaleshub-staging", "image", None),
    "container_name": ("workhub", "wbsaleshub-staging", "container_name", "wbsaleshub-staging"),
    "no_build": ("everything", "db", "build", None),
    "depends_on": ("workhub", "wbhubmanager-staging", "depends_on", ("workhub-db",)),
    "depends_on_as_list": ("later", "web", "depends_on", ("db",)),
    "networks": ("everything", "web", "networks", ("a", "b")),
    "no_networks": ("later", "web", "networks", ()),
    "ports": ("workhub", "wbsaleshub-staging", "ports", (4010,)),
    "ports_ranges_without_udp_and_chosen_ones": ("everything", "web", "ports", (8000, 8001, 8002)),
    "ports_later": ("later", "web", "ports", (8080,)),
    "mem_limit": ("workhub", "wbsaleshub-staging", "mem_limit_bytes", 536870912),
    "mem_limit_of_deploy": ("everything", "web", "mem_limit_bytes", 268435456),
    "mem_limit_as_number": ("later", "web", "mem_limit_bytes", 268435456),
    "no_mem_limit": ("workhub", "wbfinhub-staging", "mem_limit_bytes", None),
    "healthcheck": ("everything", "web", "has_healthcheck", True),
    "healthcheck_disabled": ("workhub", "wbfinhub-staging", "has_healthcheck", False),
    "healthcheck_none": ("everything", "db", "has_healthcheck", False),
    "env_files_resolved": ("everything", "web", "env_file_paths", ()),
    "env_files": ("later", "web", "env_file_paths", (Path("/srv/later/.env"), Path("/srv/later/more.env"))),
}


@pytest.mark.parametrize(("config", "name", "attribute", "expected"), FACTS.values(), ids=FACTS)
def test_service(config: str, name: str, attribute: str, expected: object) -> None:
    assert getattr(service(config, name), attribute) == expected


BUILDS = {
    "dockerfile": ("workhub", "wbfinhub-staging", "dockerfile", Path("/srv/workhub/WBFinHub/docker/web.Dockerfile")),
    "dockerfile_default": ("later", "web", "dockerfile", Path("/srv/later/Dockerfile")),
    "target": ("workhub", "wbfinhub-staging", "target", "production"),
    "args": ("everything", "web", "args", {"A": "p$q"}),
    "args_as_list": ("later", "web", "args", {"A": "1", "B": "p$q", "WITHOUT": ""}),
    "secret": ("workhub", "wbonboardinghub-staging", "secrets", (BuildSecret(id="npmrc", file=Path("/srv/workhub/.npmrc")),)),
    "secret_under_another_name_and_one_of_a_variable": (
        "everything",
        "web",
        "secrets",
        (BuildSecret(id="token", file=Path("/srv/two/tok")), BuildSecret(id="envsec", variable="TOKVAR")),
    ),
    "secret_short": ("later", "web", "secrets", (BuildSecret(id="tok", file=Path("/srv/later/tok")),)),
    "contexts": ("everything", "web", "additional_contexts", {"img": "docker-image://alpine:3", "res": "/srv/two/res"}),
    "extra_hosts": ("everything", "web", "extra_hosts", ("somehost=1.2.3.4",)),
    "extra_hosts_as_map": ("later", "web", "extra_hosts", ("somehost=1.2.3.4",)),
    "ssh": ("everything", "web", "ssh", ("default",)),
    "ssh_as_map": ("later", "web", "ssh", ("default", "key=/srv/key")),
    "network": ("everything", "web", "network", "host"),
    "platforms": ("everything", "web", "platforms", ("linux/amd64",)),
    "labels": ("everything", "web", "labels", {"com.x": "y$z"}),
}


@pytest.mark.parametrize(("config", "name", "attribute", "expected"), BUILDS.values(), ids=BUILDS)
def test_build_section(config: str, name: str, attribute: str, expected: object) -> None:
    assert getattr(service(config, name).build, attribute) == expected


def test_secrets_are_not_in_what_is_printed() -> None:
    assert "hidden" not in repr(read("workhub"))


def test_dockerfile_in_the_compose_file_is_none_of_its_context() -> None:
    inline = {"name": "x", "services": {"web": {"build": {"context": "/srv/x", "dockerfile_inline": "FROM scratch"}}}}
    (web,) = parse_config(json.dumps(inline)).services.values()
    assert web.build == BuildSection(context=Path("/srv/x"), dockerfile=Path("/srv/x/Dockerfile"), inline=True)


@pytest.mark.parametrize("document", ["", "not json", "{}"])
def test_what_is_no_config_raises(document: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        parse_config(document)
