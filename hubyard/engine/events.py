"""What a running build tells."""

from dataclasses import dataclass

from hubyard.events import Event


@dataclass(frozen=True, kw_only=True)
class BuildStep(Event):
    """BuildKit began (or found in its cache) a step. `name` is the step as BuildKit prints it, "[build 4/7] RUN npm run build"."""

    hub: str
    name: str
    cached: bool
