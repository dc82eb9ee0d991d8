"""What can be seen of a deploy while it goes on: a line for each hub at work, and who has not begun. Events set it, `live.py` draws it."""

from dataclasses import dataclass, field

from hubyard.deploy.events import BuildGranted, DeployBegun, DeployEnded, HealthAwaited, HubBegun, HubEnded, HubPutOff, StageStarted
from hubyard.engine.events import BuildMemoryRead, BuildStep
from hubyard.events import Event
from hubyard.gate.events import BuildAhead, StartAhead, TurnAwaited, TurnTaken, WaitFor, WaitTimedOut
from hubyard.show.filters import size
from hubyard.show.speech import Speech

AMONG_OURSELVES = {WaitFor.TURN, WaitFor.BUILD, WaitFor.MEMORY, WaitFor.UNMEASURED}
"""What hubs of one deploy may wait for because of one another."""


@dataclass(kw_only=True)
class HubLine:
    """A hub at work. `since_s` is of the console's clock; `granted_bytes` and `used_bytes` of its build, 0 where there is none to tell."""

    hub: str
    since_s: float
    doing: str = ""
    step: str = ""
    granted_bytes: int = 0
    used_bytes: int = 0

    @property
    def memory(self) -> str:
        """`1.1 GB / 2.3 GB`: what the build uses of what it was granted."""
        if not self.granted_bytes and not self.used_bytes:
            return ""
        used = size(self.used_bytes) if self.used_bytes else "–"
        return f"{used} / {size(self.granted_bytes)}" if self.granted_bytes else used


@dataclass(kw_only=True)
class AtWork:
    """`queue` are the hubs that are begun later, of a deploy with several at work at once."""

    speech: Speech
    lines: dict[str, HubLine] = field(default_factory=dict)
    queue: tuple[str, ...] = ()

    def hear(self, event: Event, *, now_s: float) -> None:
        match event:
            case DeployBegun(overlaps=True):
                self.queue = event.hubs
            case DeployEnded():
                self.queue = ()
            case HubBegun():
                self.lines[event.hub] = HubLine(hub=event.hub, since_s=now_s)
                self.queue = tuple(hub for hub in self.queue if hub != event.hub)
            case HubEnded() | HubPutOff():
                self.lines.pop(event.hub, None)
            case _:
                self._hear_of_a_hub(event, now_s=now_s)

    def is_among_ourselves(self, event: Event) -> bool:
        """A wait for none but hubs that are at work here: it is seen in their lines, and ends by itself."""
        if not isinstance(event, TurnAwaited) or event.wait_for not in AMONG_OURSELVES or event.remedy:
            return False
        names = [one.hub if isinstance(one, BuildAhead | StartAhead) else "" for one in event.ahead] or [
            one.split(" ")[0] for one in event.holders
        ]
        return bool(names) and all(self._line_of(name) for name in names)

    def _hear_of_a_hub(self, event: Event, *, now_s: float) -> None:
        line = self._line_of(str(getattr(event, "hub", "")))
        if line is None:
            return
        match event:
            case StageStarted():
                self.lines[line.hub] = HubLine(hub=line.hub, since_s=now_s, doing=self.speech.word("stage", event.stage))
            case BuildStep():
                line.step = event.name
            case HealthAwaited():
                line.step = self.speech.word("state", event.state)
            case BuildGranted():
                line.granted_bytes = event.granted_bytes
            case BuildMemoryRead():
                line.used_bytes = event.used_bytes
            case TurnAwaited():
                line.step = self._waits_for(event)
            case TurnTaken() | WaitTimedOut():
                line.step = ""
            case _:
                pass

    def _waits_for(self, event: TurnAwaited) -> str:
        fields = ("wait_for", "position", "missing_bytes", "likely_s", "starts")
        return self.speech.say("gate", "waiting", **{name: getattr(event, name) for name in fields})

    def _line_of(self, hub: str) -> HubLine | None:
        """Names of hubs are compared without case: the gate knows them as slugs."""
        return next((line for line in self.lines.values() if line.hub.lower() == hub.lower()), None)
