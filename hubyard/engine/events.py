"""What a running build tells."""

from dataclasses import dataclass

from hubyard.engine.cap import NoCap
from hubyard.events import Event


@dataclass(frozen=True, kw_only=True)
class BuildStep(Event):
    """BuildKit began (or found in its cache) a step. `name` is the step as BuildKit prints it, "[build 4/7] RUN npm run build"."""

    hub: str
    name: str
    cached: bool


@dataclass(frozen=True, kw_only=True)
class BuildMemoryRead(Event):
    """About once a second while steps run. `used_bytes` is what cannot be had back of all of them; `cap_bytes` the limit, 0 without one."""

    hub: str
    used_bytes: int
    cap_bytes: int


@dataclass(frozen=True, kw_only=True)
class CapMissing(Event):
    """No limit could be set for a build. Told once; admission by memory goes on."""

    reason: NoCap
