"""What a stage is."""

from collections.abc import Callable
from dataclasses import dataclass

from hubyard.deploy.values import DeployRequest, DeployTools, HubPlan


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`run` returns the plan as it stands afterwards: the same, or made anew after a wait. It raises a HubyardError to fail.

    replaces: it touches what runs, so what stood before is remembered first and put back if it, or a later stage, fails
    completes: once it ended well there is nothing to put back any more
    """

    name: str
    run: Callable[[HubPlan, DeployRequest, DeployTools], HubPlan]
    replaces: bool = False
    completes: bool = False
