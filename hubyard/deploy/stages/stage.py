"""What a stage is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from hubyard.deploy.values import DeployRequest, DeployTools, HubPlan


class OnFailure(Enum):
    """A stage's policy."""

    STOP = auto()
    """nothing was replaced yet"""
    PUT_BACK = auto()
    """what stood before is brought back"""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`run` returns the plan as it stands afterwards: the same, or made anew after a wait. It raises a HubyardError to fail."""

    name: str
    run: Callable[[HubPlan, DeployRequest, DeployTools], HubPlan]
    on_failure: OnFailure = OnFailure.STOP
