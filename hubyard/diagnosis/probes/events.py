"""What the engine told in the last day of containers that died, were killed or ran out of memory."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from hubyard.diagnosis.facts.engine import EngineEvent
from hubyard.diagnosis.heard import Heard, Unread, parts_in
from hubyard.diagnosis.probes.reading import json_lines, never_raising, number, why_missing, words

FORMAT: Final = (
    '{"at":{{json .TimeNano}},"action":{{json .Action}},"id":{{json .Actor.ID}},"name":{{json (index .Actor.Attributes "name")}},'
    '"signal":{{json (index .Actor.Attributes "signal")}},"exit":{{json (index .Actor.Attributes "exitCode")}}}'
)
SCRIPT: Final = f"""
told() {{
  docker events --since 24h --until "$(date +%s)" --filter type=container --filter event=oom --filter event=die --filter event=kill \\
    --filter event=stop --filter event=restart --format '{FORMAT}' && echo end
}}
tail_of() {{ told | tail -n 500; }}
part events tail_of
"""
"""The engine itself keeps the last 256 events of all kinds (daemon/events), so this reaches back less far where much happens."""
END: Final = "end"
"""Behind a good answer, which may have no event: the exit status is that of `tail`."""
NANO: Final = 10**9


@never_raising
def parse(heard: Heard) -> tuple[EngineEvent, ...] | Unread:
    part = parts_in(heard).get("events")
    if part is None or not part.text.rstrip().endswith(END):
        return why_missing(heard, part)
    return tuple(event for event in map(_event, json_lines(part.text)) if event)


def _event(one: Mapping[str, Any]) -> EngineEvent | None:
    at_ns, container = number(one.get("at")), words(one.get("id"))
    if at_ns is None or not container:
        return None
    return EngineEvent(
        at=datetime.fromtimestamp(at_ns / NANO, tz=UTC),
        action=words(one.get("action")),
        container=container,
        name=words(one.get("name")),
        signal=number(one.get("signal")),
        exit_status=number(one.get("exit")),
    )
