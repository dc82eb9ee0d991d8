"""Whole command lines."""

import shlex
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from hubyard.engine.build_command import build_argv, inherited_proxies
from hubyard.engine.port import BuildOrder, BuildSecret, BuildSection

PLAIN = BuildOrder(
    hub="WBFinHub",
    section=BuildSection(context=Path("/srv/fin"), dockerfile=Path("/srv/fin/Dockerfile")),
    tags=("wbfinhub:abc-123",),
    labels={"hubyard.hub": "wbfinhub"},
    cgroup_parent="/hubyard.slice/wbfinhub",
)
FULL = BuildOrder(
    hub="WBFinHub",
    section=BuildSection(
        context=Path("/srv/fin"),
        dockerfile=Path("/srv/fin/docker/web.Dockerfile"),
        target="production",
        args={"A": "p$q", "BUILDKIT_MAX_PARALLELISM": "2"},
        secrets=(
            BuildSecret(id="npmrc", file=Path("/srv/.npmrc")),
            BuildSecret(id="odd", file=Path('/srv/a,"b')),
            BuildSecret(id="token", variable="NPM_TOKEN"),
        ),
        variables={"NPM_TOKEN": "hidden"},
        additional_contexts={"res": "/srv/res"},
        extra_hosts=("somehost=1.2.3.4",),
        network="host",
        ssh=("default",),
        platforms=("linux/amd64", "linux/arm64"),
        labels={"com.x": "한글"},
    ),
    tags=("wbfinhub:abc-123", "wbfinhub:other"),
    labels={"hubyard.hub": "wbfinhub"},
    cgroup_parent="/hubyard.slice/wbfinhub",
    build_contexts={"node:24-slim": "docker-image://hubyard/base-node:24"},
    no_cache_filters=("build",),
)
COMMON = "docker buildx build --builder default --progress=plain --provenance=false --cgroup-parent /hubyard.slice/wbfinhub"
CASES = {
    "plain": (
        PLAIN,
        None,
        f"{COMMON} --label hubyard.hub=wbfinhub --tag wbfinhub:abc-123 --file /srv/fin/Dockerfile /srv/fin",
    ),
    "full": (
        FULL,
        Path("/tmp/meta.json"),
        (
            f"{COMMON} --build-context res=/srv/res --build-context node:24-slim=docker-image://hubyard/base-node:24"
            " --build-arg 'A=p$q' --build-arg BUILDKIT_MAX_PARALLELISM=2"
            """ --secret id=npmrc,src=/srv/.npmrc --secret 'id=odd,"src=/srv/a,""b"' --secret id=token,env=NPM_TOKEN"""
            " --ssh default --add-host somehost=1.2.3.4 --network host --platform linux/amd64,linux/arm64 --target production"
            " --no-cache-filter build --label 'com.x=한글' --label hubyard.hub=wbfinhub --tag wbfinhub:abc-123 --tag wbfinhub:other"
            " --metadata-file /tmp/meta.json --file /srv/fin/docker/web.Dockerfile /srv/fin"
        ),
    ),
}


@pytest.mark.parametrize(("order", "metadata_file", "expected"), CASES.values(), ids=CASES)
def test_build_argv(order: BuildOrder, metadata_file: Path | None, expected: str) -> None:
    assert shlex.join(build_argv(order, prefix=("docker",), metadata_file=metadata_file)) == expected


def test_build_argv_with_the_clients_own_options_and_another_builder() -> None:
    argv = build_argv(PLAIN, prefix=("docker", "--context", "x"), builder="x")
    assert argv[:7] == ("docker", "--context", "x", "buildx", "build", "--builder", "x")


def test_inherited_args_are_named_without_a_value_unless_the_hub_sets_them() -> None:
    argv = build_argv(FULL, prefix=("docker",), inherited=("HTTP_PROXY", "A"))
    assert [word for flag, word in pairwise(argv) if flag == "--build-arg"] == [
        "A=p$q",
        "BUILDKIT_MAX_PARALLELISM=2",
        "HTTP_PROXY",
    ]


PROXY_CASES = {
    "none": ({}, ()),
    "elsewhere": ({"HTTP_PROXY": "http://me:pw@proxy:3128", "no_proxy": "localhost"}, ("HTTP_PROXY", "no_proxy")),
    "on_this_host": ({"http_proxy": "http://localhost:3128", "HTTPS_PROXY": "http://proxy:3128"}, ()),
    "on_this_host_by_number": ({"http_proxy": "http://me:pw@127.0.0.1:3128"}, ()),
    "empty": ({"http_proxy": ""}, ()),
}


@pytest.mark.parametrize(("environ", "expected"), PROXY_CASES.values(), ids=PROXY_CASES)
def test_inherited_proxies(environ: dict[str, str], expected: tuple[str, ...]) -> None:
    assert inherited_proxies(environ) == expected


WITHOUT_CACHE = {
    "none": ((), ""),
    "named": (("base", "build"), "--no-cache-filter base --no-cache-filter build"),
    "without_a_name": (("stage-1", "build"), "--no-cache-filter ,stage-1 --no-cache-filter build"),
    "only_one_or_not_known": (("build", ""), "--no-cache"),
}


@pytest.mark.parametrize(("stages", "expected"), WITHOUT_CACHE.values(), ids=WITHOUT_CACHE)
def test_stages_to_run_anew(stages: tuple[str, ...], expected: str) -> None:
    argv = build_argv(replace(PLAIN, no_cache_filters=stages), prefix=("docker",))
    assert shlex.join(argv[argv.index(PLAIN.cgroup_parent) + 1 : argv.index("--label")]) == expected
