"""What is to be thought of a hub's files. Add here: a file with RULE and `judge`, its row in RULES, its sentences in `doctor.toml`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.rules import (
    base_tags,
    built_twice,
    cache_mounts,
    dockerignore,
    healthcheck,
    heap,
    image_names,
    lock_file,
    npm_timeouts,
    readable,
    root_user,
    secrets,
    source_maps,
    swap,
    workers,
)
from hubyard.doctor.values import Finding

Rule = Callable[[HubRead], Iterable[Finding]]
"""Pure. Nothing where all is well; SKIP where what it needs could not be read."""

RULES: Final[Mapping[str, Rule]] = {
    module.RULE: module.judge
    for module in (
        readable,
        healthcheck,
        heap,
        workers,
        cache_mounts,
        npm_timeouts,
        source_maps,
        dockerignore,
        base_tags,
        root_user,
        built_twice,
        swap,
        secrets,
        lock_file,
        image_names,
    )
}
"""By stable id, in its order."""
