"""What Hubyard itself knows of the host it runs on: the yard's settings, its history, the logs of builds that failed.

It is kept in a recording like any probe's answer (`probes/yard.py`).
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from hubyard.config.masking import MASK, SECRET_KEY, mask_credentials
from hubyard.diagnosis.facts.work import BuildLogTail, YardFacts, YardHub

if TYPE_CHECKING:
    from hubyard.config.hub import Hub
    from hubyard.config.yard import Yard
    from hubyard.history.values import BuildMeasured

TAIL_LINES: Final = 200
LONGEST_LINE: Final = 1000
HISTORY: Final = 100
"""Builds: ten peaks of each of ten hubs."""
_SECRET: Final = re.compile(
    rf"(?P<name>\b\w*(?:{SECRET_KEY.pattern})\w*)(?P<sign>\s*[=:]\s*)(?P<value>\"[^\"]*\"|'[^']*'|\S+)",
    re.IGNORECASE,
)


def yard_facts(yard: "Yard", *, history: "Sequence[BuildMeasured]", failed: Sequence[BuildLogTail]) -> YardFacts:
    settings = yard.settings
    return YardFacts(
        hubs=tuple(_hub(hub, settings.name) for hub in yard.hubs),
        history=tuple(history[:HISTORY]),
        failed_logs=tuple(failed),
        jobs=settings.gate.jobs,
        reserve_bytes=settings.gate.reserve_bytes,
        build_cache_limit_bytes=settings.build_cache_bytes,
    )


def _hub(hub: "Hub", yard: str) -> YardHub:
    settings = hub.settings
    return YardHub(
        slug=hub.slug,
        name=hub.name,
        container=hub.name_in(yard),
        checkout=str(hub.checkout),
        parallelism=settings.parallelism,
        build_hint_bytes=settings.memory.build_bytes,
        run_hint_bytes=settings.memory.run_bytes,
    )


def tail_of(text: str) -> str:
    """The end of a build's log, without what may be a secret: commands of Dockerfiles and what an app prints may be anything."""
    lines = [line[:LONGEST_LINE] for line in text.splitlines()[-TAIL_LINES:]]
    return mask_secrets("\n".join(lines))


def mask_secrets(text: str) -> str:
    return _SECRET.sub(lambda found: f"{found['name']}{found['sign']}{MASK}", mask_credentials(text))
