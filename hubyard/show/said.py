"""What is said of an event."""

from hubyard.events import Event
from hubyard.show.speech import Speech


def said_of(event: Event, speech: Speech) -> str:
    """The event's sentence; "" for one that is meant for the live view alone."""
    return speech.said_of(event)
