"""Hosts in lock files."""

import json

import pytest

from hubyard.doctor.lock_hosts import LockedHost, cannot_be_reached, host_of, hosts_in, registries_in


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
