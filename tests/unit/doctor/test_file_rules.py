"""HUB00, HUB07, HUB11, HUB13 and HUB14: what lies around the Dockerfile."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hubyard.doctor.rules import dockerignore, image_names, lock_file, readable, swap
from hubyard.errors import EngineMissing, VariableMissing
from tests.unit.doctor.files_of_a_hub import COMPOSE, NO_COMPOSE, NODE, Told, judged, pasted, read_of

READABLE: dict[str, tuple[dict[str, str], dict[str, Any], list[Told]]] = {
    "well": (NODE, {}, []),
    "no_compose": (NODE, NO_COMPOSE, [("skip", "no_compose", "compose.yaml", 0)]),
    "no_docker_program": (
        NODE,
        {"refusal": EngineMissing(address="", detail="no_docker_program")},
        [("skip", "no_compose", "compose.yaml", 0)],
    ),
    "refused": (NODE, {"refusal": VariableMissing(hub="Shop", variable="A", files="")}, [("fail", "refused", "compose.yaml", 0)]),
    "no_such_service": (NODE, {"settings": {"service": "shoo"}}, [("fail", "no_service", "compose.yaml", 1)]),
    "no_build": (NODE, {"compose": "services:\n  shop: {image: a}\n"}, [("fail", "no_build", "compose.yaml", 2)]),
    "no_dockerfile": ({}, {}, [("fail", "no_dockerfile", "Dockerfile", 0)]),
    "dockerfile_of_hub_toml": ({"web.Dockerfile": "FROM a\n"}, {"settings": {"dockerfile": "web.Dockerfile"}}, []),
    "dockerfile_inline": (
        {},
        {"compose": "services:\n  shop:\n    build: {context: ., dockerfile_inline: FROM a}\n"},
        [("skip", "elsewhere", "Dockerfile", 0)],
    ),
}


@pytest.mark.parametrize(("files", "more", "expected"), READABLE.values(), ids=READABLE)
def test_readable(files: dict[str, str], more: dict[str, Any], expected: list[Told]) -> None:
    assert judged(readable.judge, files, **more) == expected


IGNORES: dict[str, tuple[dict[str, str], list[Told]]] = {
    "all_kept_out": ({".dockerignore": ".env*\nnode_modules\n.git\n"}, []),
    "missing": ({}, [("warn", "missing", ".dockerignore", 0)]),
    "lets_in": ({".dockerignore": ".git\n.env*\n"}, [("warn", "lets_in", ".dockerignore", 0)]),
    "secrets": ({".dockerignore": "node_modules\n", ".env": "A=1"}, [("fail", "secrets", ".dockerignore", 0)]),
    "secrets_of_another_name": (
        {".dockerignore": ".env\nnode_modules\n", ".env.production": ""},
        [("fail", "secrets", ".dockerignore", 0)],
    ),
    "secrets_not_copied": (
        {"Dockerfile": "FROM node:24\nCOPY package.json src ./\n", ".env": ""},
        [("warn", "missing", ".dockerignore", 0)],
    ),
    "git_of_a_worktree": ({".dockerignore": ".env*\nnode_modules\n", ".git": "gitdir: x"}, [("warn", "lets_in", ".dockerignore", 0)]),
    "all_in_a_folder": ({".dockerignore": ".env*\nnode_modules/**\n.git/**\n", ".git/HEAD": "x"}, []),
    "secrets_copied_by_a_list": (
        {"Dockerfile": 'FROM node:24\nCOPY --chown=node [".", "./"]\n', ".dockerignore": "node_modules\n", ".env": ""},
        [("fail", "secrets", ".dockerignore", 0)],
    ),
    "the_dockerfile_s_own": ({"Dockerfile.dockerignore": "*\n", ".dockerignore": ""}, []),
}


@pytest.mark.parametrize(("files", "expected"), IGNORES.values(), ids=IGNORES)
def test_dockerignore(files: dict[str, str], expected: list[Told]) -> None:
    assert judged(dockerignore.judge, {**NODE, **files}) == expected


def test_dockerignore_to_paste_goes_behind_what_is_there() -> None:
    assert pasted(dockerignore.judge(read_of({**NODE, ".dockerignore": "a\nb\n"}))) == [("after", 2, 0, (".env*", "node_modules"))]


SWAPS: dict[str, tuple[str, list[Told]]] = {
    "free": ("", []),
    "ports": ("    ports:\n    - {published: '80', target: 3000}\n", [("warn", "ports", "compose.yaml", 4)]),
    "exposed_only": ("    expose: ['3000']\n", []),
    "the_host_s_network": ("    network_mode: host\n", [("warn", "host_network", "compose.yaml", 4)]),
    "a_name": ("    container_name: web\n", [("warn", "name", "compose.yaml", 4)]),
    "its_own_name": ("    container_name: shop-staging\n", [("ok", "own_name", "compose.yaml", 4)]),
}


@pytest.mark.parametrize(("section", "expected"), SWAPS.values(), ids=SWAPS)
def test_swap(section: str, expected: list[Told]) -> None:
    assert judged(swap.judge, NODE, compose=COMPOSE + section) == expected


def test_ports_to_paste_take_the_place_of_the_whole_list() -> None:
    compose = f"{COMPOSE}    ports:\n    - {{published: '80', target: 3000}}\n    - {{published: '81', target: 1}}\n    restart: always\n"
    assert pasted(swap.judge(read_of(NODE, compose=compose))) == [("replace", 4, 6, ('    expose: ["3000"]',))]


def test_what_a_merge_brings_in_is_not_to_be_replaced() -> None:
    service = "build: {context: .}\n  ports: [{published: '80', target: 3000}]\n  container_name: web\n"
    compose = f"x-app: &app\n  {service}services:\n  shop:\n    <<: *app\n"
    found = [(one.kind, one.place and one.place.line, one.remedies) for one in swap.judge(read_of(NODE, compose=compose))]
    assert found == [("ports", 7, ()), ("name", 7, ())]


def lock(*hosts: str) -> str:
    return json.dumps({"packages": {host: {"resolved": f"https://{host}/x.tgz"} for host in hosts}}, indent=1)


GIT = "git+ssh://git@github.com/me/b.git#abc"
PNPM_LOCK = """\
lockfileVersion: '9.0'

packages:

  left-pad@1.3.0:
    resolution: {integrity: sha512-XI5M==}
  '@corp/x@1.0.0':
    resolution: {integrity: sha512-Rc9z/4B==, tarball: https://npm.corp.com/files/x-1.0.0.tgz}
"""
"""As pnpm 9 writes it: an address only where the registry's own rule does not make it."""
LOCKS: dict[str, tuple[dict[str, str], list[Told]]] = {
    "none": ({}, []),
    "no_hosts": ({"package-lock.json": "{}"}, []),
    "public": ({"package-lock.json": lock("mirror.npmjs.org")}, []),
    "foreign": ({"package-lock.json": lock("npm.corp.com")}, [("warn", "foreign", "package-lock.json", 4)]),
    "configured": ({"package-lock.json": lock("npm.corp.com"), ".npmrc": "registry=https://npm.corp.com/\n"}, []),
    "configured_in_the_dockerfile": (
        {"package-lock.json": lock("npm.corp.com"), "Dockerfile": "FROM node:24\nENV npm_config_registry=https://npm.corp.com/\n"},
        [],
    ),
    "of_yarn": ({"yarn.lock": 'a@1:\n  resolved "https://npm.corp.com/a.tgz#1"\n'}, [("warn", "foreign", "yarn.lock", 2)]),
    "of_yarn_configured": (
        {"yarn.lock": 'a@1:\n  resolved "https://npm.corp.com/a.tgz#1"\n', ".yarnrc": 'registry "https://npm.corp.com/"\n'},
        [],
    ),
    "named_in_package_json": (
        {
            "package-lock.json": json.dumps({"packages": {"a": {"resolved": "https://cdn.corp.com/a.tgz"}, "b": {"resolved": GIT}}}),
            "package.json": '{"dependencies": {"a": "https://cdn.corp.com/a.tgz", "b": "me/b#v1"}}',
        },
        [],
    ),
    "of_a_repository_that_nobody_names": (
        {"package-lock.json": json.dumps({"packages": {"b": {"resolved": GIT}}}, indent=1)},
        [("warn", "foreign", "package-lock.json", 4)],
    ),
    "of_yarn_s_own": ({"yarn.lock": 'a@1:\n  resolved "https://mirror.yarnpkg.com/a.tgz#1"\n'}, []),
    "of_pnpm": ({"pnpm-lock.yaml": PNPM_LOCK}, [("warn", "foreign", "pnpm-lock.yaml", 8)]),
    "of_pnpm_with_the_scope_s_registry": ({"pnpm-lock.yaml": PNPM_LOCK, ".npmrc": "@corp:registry=https://npm.corp.com/\n"}, []),
    "of_pnpm_with_a_registry_of_the_workspace": (
        {"pnpm-lock.yaml": PNPM_LOCK, "pnpm-workspace.yaml": "packages: []\nregistries:\n  '@corp': https://npm.corp.com/\n"},
        [],
    ),
    "of_pnpm_configured_in_the_dockerfile": (
        {"pnpm-lock.yaml": PNPM_LOCK, "Dockerfile": "FROM node:24\nRUN pnpm config set registry https://npm.corp.com\n"},
        [],
    ),
    "of_pnpm_unreachable": (
        {"pnpm-lock.yaml": PNPM_LOCK.replace("npm.corp.com", "127.0.0.1:4873")},
        [("fail", "unreachable", "pnpm-lock.yaml", 8)],
    ),
    "unreachable": ({"package-lock.json": lock("localhost")}, [("fail", "unreachable", "package-lock.json", 4)]),
    "broken": ({"package-lock.json": "{"}, [("skip", "not_json", "package-lock.json", 0)]),
    "shrinkwrap_comes_first": ({"npm-shrinkwrap.json": "{}", "package-lock.json": lock("npm.corp.com")}, []),
}


@pytest.mark.parametrize(("files", "expected"), LOCKS.values(), ids=LOCKS)
def test_lock_file(files: dict[str, str], expected: list[Told]) -> None:
    assert judged(lock_file.judge, {**NODE, **files}) == expected


def test_what_is_to_be_run_for_pnpm_leaves_the_address_to_its_registry(tmp_path: Path) -> None:
    (tmp_path / "pnpm-lock.yaml").write_text(PNPM_LOCK, encoding="utf-8")
    (finding,) = lock_file.judge(read_of({**NODE, "pnpm-lock.yaml": PNPM_LOCK}))
    drop, again = finding.remedies[0].lines
    subprocess.run(["sh", "-c", drop], cwd=tmp_path, check=True, timeout=10)
    left = PNPM_LOCK.replace(", tarball: https://npm.corp.com/files/x-1.0.0.tgz", "")
    assert (tmp_path / "pnpm-lock.yaml").read_text(encoding="utf-8") == left
    assert again == "pnpm install --lockfile-only"


SHARED: dict[str, tuple[str, list[Told]]] = {
    "two_that_are_built": (
        "services:\n  shop:\n    build: .\n    image: a:1\n  twin:\n    build: ./b\n    image: a:1\n",
        [("fail", "shared", "compose.yaml", 7)],
    ),
    "one_that_is_not_built": ("services:\n  shop:\n    build: .\n    image: a:1\n  twin:\n    image: a:1\n", []),
    "no_names": ("services:\n  shop:\n    build: .\n  twin:\n    build: ./b\n", []),
}


ONE_NAME = "services:\n  shop:\n    build: {{context: .}}\n    image: {0}\n  twin:\n    build: {{context: {1}}}\n    image: {0}\n"
RENAMED: dict[str, tuple[str, list[tuple[str, int, int, tuple[str, ...]]]]] = {
    "another_build_has_its_own": (ONE_NAME.format("a:1", "b"), [("replace", 7, 0, ("    image: twin:1",))]),
    "without_a_tag": (ONE_NAME.format("host:5000/a", "b"), [("replace", 7, 0, ("    image: twin",))]),
    "the_same_build_runs_the_hub_s": (
        ONE_NAME.format("a:1", "."),
        [("replace", 7, 0, ("    image: shop:staging", "    pull_policy: never")), ("remove", 6, 6, ())],
    ),
}


@pytest.mark.parametrize(("compose", "expected"), RENAMED.values(), ids=RENAMED)
def test_image_name_to_paste(compose: str, expected: list[tuple[str, int, int, tuple[str, ...]]]) -> None:
    assert pasted(image_names.judge(read_of(NODE, compose=compose))) == expected


@pytest.mark.parametrize(("compose", "expected"), SHARED.values(), ids=SHARED)
def test_image_names(compose: str, expected: list[Told]) -> None:
    assert judged(image_names.judge, NODE, compose=compose) == expected
