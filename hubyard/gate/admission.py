"""Whether the head of the queue may build now."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Decision:
    admitted: bool


def decide(*, running_count: int, jobs: int) -> Decision:
    """Decide for the head of the queue alone: strictly first come first served.

    `running_count` is granted builds and, counted as they stand, those whose steps are in the engine still though nobody holds their grant.
    """
    return Decision(admitted=running_count < jobs)
