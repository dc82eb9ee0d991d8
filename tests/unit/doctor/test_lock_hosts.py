"""Hosts in lock files."""

import json

import pytest

from hubyard.doctor.lock_hosts import (
    LockedHost,
    cannot_be_reached,
    host_of,
    hosts_in,
    hosts_in_pnpm_lock,
    registries_in,
    registries_in_workspace,
)


def lock(*urls: str) -> str:
    return json.dumps({"lockfileVersion": 3, "packages": {f"node_modules/{n}": {"resolved": url} for n, url in enumerate(urls)}}, indent=1)


def test_hosts_have_the_line_of_their_first_package() -> None:
    text = lock("https://b.example/x.tgz", "https://a.example/y.tgz", "https://b.example/z.tgz")
    assert hosts_in(text) == (LockedHost(host="b.example", line=5, packages=2), LockedHost(host="a.example", line=8, packages=1))


def test_hosts_of_version_one_are_nested() -> None:
    text = json.dumps({"dependencies": {"a": {"resolved": "https://a/x", "dependencies": {"b": {"resolved": "https://b/x"}}}}})
    assert [one.host for one in hosts_in(text)] == ["a", "b"]


HOSTS = {"https://U:p@Host:8/x": "host", "git+ssh://git@code.example/x.git": "code.example", "file:../x": "", "http://[": ""}


@pytest.mark.parametrize(("url", "host"), HOSTS.items(), ids=HOSTS)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(("host", "lost"), [("localhost", True), ("127.0.0.1", True), ("npm.local", True), ("npm.corp.com", False)])
def test_cannot_be_reached(host: str, lost: bool) -> None:  # noqa: FBT001  a parameter of the table
    assert cannot_be_reached(host) is lost


def test_registries_of_a_scope_count() -> None:
    text = (
        "registry=https://a.example/\n@corp:registry = https://b.example/npm/\n# registry=https://c.example/\n//a.example/:_authToken=x\n"
    )
    assert registries_in(text) == {"a.example", "b.example"}


PNPM = {  # lock file, host and line
    "flow": ("  a@1:\n    resolution: {integrity: s, tarball: https://a.example/x.tgz}\n", ("a.example", 2)),
    "of_a_url": ("  a@1:\n    resolution: {tarball: 'http://b.example:8/x.tgz'}\n", ("b.example", 2)),
    "block_of_version_5": ("  /a/1:\n    resolution:\n      integrity: s\n      tarball: https://c.example/x.tgz\n", ("c.example", 4)),
    "relative_to_the_registry": ("    resolution: {integrity: s, tarball: a/-/a-1.tgz}\n", None),
    "of_a_file": ("    resolution: {integrity: s, tarball: file:a-1.tgz}\n", None),
    "a_package_of_that_name": ("      tarball: 1.0.0\n", None),
}


@pytest.mark.parametrize(("text", "found"), PNPM.values(), ids=PNPM)
def test_hosts_in_pnpm_lock(text: str, found: tuple[str, int] | None) -> None:
    assert hosts_in_pnpm_lock(text) == ((LockedHost(host=found[0], line=found[1], packages=1),) if found else ())


def test_registries_of_a_workspace() -> None:
    text = "registry: https://a.example/\nregistries:\n  default: https://b.example/\n  '@corp': \"https://c.example/npm\"\n"
    assert registries_in_workspace(f"{text}catalog:\n  x: ^1\n") == {"a.example", "b.example", "c.example"}
