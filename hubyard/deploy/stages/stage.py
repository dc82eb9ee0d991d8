"""What a stage is."""

from collections.abc import Callable
from dataclasses import dataclass

from hubyard.deploy.leave import Leave
from hubyard.deploy.values import DeployTools, HubPlan


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`run` returns the plan as it stands afterwards: the same, or made anew after a wait. It raises a HubyardError to fail.

    replaces: it touches what runs, so what stood before is remembered first and put back if it, or a later stage, fails
    completes: once it ended well there is nothing to put back any more, and no memory to keep
    """

    name: str
    run: Callable[[HubPlan, Leave, DeployTools], HubPlan]
    replaces: bool = False
    completes: bool = False
