"""Work tells events; terminal, JSON and logs are listeners. Nothing else prints.

An event's sentence is in `show/sentences/<room>.toml` under its `code`; the room is the package that declares the event.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Fields are what sentences and listeners may use; never secrets."""

    @classmethod
    def code(cls) -> str:
        """`StageStarted` is `stage_started`."""
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in cls.__name__).lstrip("_")

    @classmethod
    def room(cls) -> str:
        """`gate` for an event declared in `hubyard.gate.…`."""
        return cls.__module__.split(".")[1]


Tell = Callable[[Event], None]


def tell_nobody(_event: Event) -> None:
    """For callers without listeners."""
