"""The command line of a build. Another engine flag: here."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from hubyard.engine.port import BuildOrder, BuildSecret

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")
"""Build args that BuildKit knows of itself; they are no part of the cache key."""


def build_argv(
    order: BuildOrder,
    *,
    prefix: Sequence[str],
    builder: str = "default",
    inherited: Sequence[str] = (),
    metadata_file: Path | None = None,
) -> tuple[str, ...]:
    """`prefix` is the client with its own options ("docker", "--host", …).

    `builder` is the engine's own one: another that somebody chose with `docker buildx use` would keep the image to itself and build
    outside our cgroup. Its docker driver puts the image into the engine without `--load`. No `--pull`: it breaks local build contexts.
    `inherited` are build args whose values the client reads from its environment (a proxy's may hold a password).
    Build args can be read in `ps`; they are no secrets (an image's history shows them as well). Secrets go by the name of their file or
    variable only.
    """
    section = order.section
    return (
        *prefix,
        *("buildx", "build", "--builder", builder, "--progress=plain", "--provenance=false"),
        *("--cgroup-parent", order.cgroup_parent),
        *_each("--build-context", _assigned({**section.additional_contexts, **order.build_contexts})),
        *_each("--build-arg", [*_assigned(section.args), *(name for name in inherited if name not in section.args)]),
        *_each("--secret", [_secret(secret) for secret in section.secrets]),
        *_each("--ssh", section.ssh),
        *_each("--add-host", section.extra_hosts),
        *_given("--network", section.network),
        *_given("--platform", ",".join(section.platforms)),
        *_given("--target", section.target),
        *_without_cache(order.no_cache_filters),
        *_each("--label", _assigned({**section.labels, **order.labels})),
        *_each("--tag", order.tags),
        *_given("--metadata-file", str(metadata_file) if metadata_file else None),
        *("--file", str(section.dockerfile), str(section.context)),
    )


def inherited_proxies(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Proxy variables that mean something inside a build as well: one on this host's own address does not."""
    if any(re.search(r"//([^@/]*@)?(localhost|127\.|\[::1\])", environ.get(name, "")) for name in PROXIES):
        return ()
    return tuple(name for name in PROXIES if environ.get(name))


def _without_cache(stages: Sequence[str]) -> tuple[str, ...]:
    """Stages by the names that BuildKit prints (`build_output.stage_of`); "" is all there are.

    Measured with engine 26.1.5 and buildx 0.13.1: the name of a stage works, in any case of letters. "stage-0", "stage-1" and numbers name
    nothing, and everything comes from the cache without a word. But the client joins what it is given with commas, and the engine compares
    each field with the stage's own name, empty where it has none: an empty field beside another is all stages without a name. A stage may
    really be called stage-1, hence both. The only stage of a file is printed without a name also where it has one.
    """
    if "" in stages:
        return ("--no-cache",)
    return _each("--no-cache-filter", [f",{stage}" if re.fullmatch(r"stage-\d+", stage) else stage for stage in stages])


def _secret(secret: BuildSecret) -> str:
    """As a line of CSV, which is how buildx reads it: a path with a comma or a quote needs its quotes."""
    source = f"src={secret.file}" if secret.file else f"env={secret.variable}"
    if any(mark in source for mark in ',"'):
        source = '"' + source.replace('"', '""') + '"'
    return f"id={secret.id},{source}"


def _each(flag: str, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for value in values for word in (flag, value))


def _given(flag: str, value: str | None) -> tuple[str, ...]:
    return (flag, value) if value else ()


def _assigned(pairs: Mapping[str, str]) -> list[str]:
    return [f"{key}={value}" for key, value in pairs.items()]
