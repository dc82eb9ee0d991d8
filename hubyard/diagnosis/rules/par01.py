"""PAR01: which limit on building at once is in force, and from where. Source: docker/compose#13043."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.judging import skipped
from hubyard.diagnosis.values import Finding, State, Verdict
from hubyard.diagnosis.versions import version_of

ID: Final = "PAR01"
BAKE_SINCE: Final = (2, 37, 0)
"""Compose that hands its builds to bake, which ignores COMPOSE_PARALLEL_LIMIT. Source: docker/compose#13043."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: a `docker compose build` beside Hubyard with a Compose that ignores its own limit warns. Else it only says what holds."""
    if isinstance(facts.yard, Unread):
        yield skipped(ID, {"yard": facts.yard})
        return
    plugin = "" if isinstance(facts.engine, Unread) else facts.engine.plugins.get("compose", "")
    version = version_of(plugin)
    ignores = version is not None and version >= BAKE_SINCE
    unlimited = ignores and _composes_beside_us(facts)
    seen: dict[str, object] = {
        "beside": "yes" if unlimited else "no",
        "jobs": facts.yard.jobs,
        "hubs": tuple(f"{hub.name} {hub.parallelism}" for hub in facts.yard.hubs if hub.parallelism is not None),
        "compose": plugin,
        "ignores": "yes" if ignores else "no" if version is not None else "unknown",
    }
    yield Finding(rule=ID, state=State.WARN if unlimited else State.OK, seen=seen)


def _composes_beside_us(facts: Facts) -> bool:
    clients = () if isinstance(facts.builds, Unread) else facts.builds.clients
    return any("compose" in client.command and not client.of_ours for client in clients)
