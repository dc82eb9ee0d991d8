"""Kills that are told while the build goes on: on the real engine, with steps that take more than their limit and go on."""

import os

import pytest

from hubyard.engine.build_output import stage_of
from hubyard.engine.events import BuildStep
from hubyard.errors import Interrupted
from hubyard.events import Event
from tests.contracts.engine.conftest import Bench, real_engine
from tests.contracts.engine.test_build_memory import MB, build_before, takes
from tests.fakes.engine import FakeEngine


class EndsAt(list[Event]):
    """Events; one of a step with `part` in its name interrupts the build, as a signal would."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def append(self, event: Event) -> None:
        super().append(event)
        if isinstance(event, BuildStep) and self._part in event.name:
            raise Interrupted(signal_number=15)


def test_survived_kill_was_told_when_a_later_step_is_interrupted(real: Bench, ticket: int) -> None:
    build_before(real, ticket=ticket)
    survives, heard = f"FROM {real.image} AS kept\nRUN {takes(300, seconds=0)} || echo went on {real.mark}\n", list[str]()
    later = f"FROM kept\nRUN sleep 93{os.getpid()}\n"
    with pytest.raises(Interrupted):
        real_engine(real.folder, EndsAt("sleep 93")).build(
            real.order(survives + later, cap_bytes=80 * MB), ticket_fd=ticket, on_kill=heard.extend
        )
    assert "kept" in [stage_of(step) for step in heard]
    assert len(heard) == len(set(heard))
    cached = real.engine.build(real.order(survives, cap_bytes=80 * MB), ticket_fd=ticket)
    assert cached.steps_cached == 1, "the engine keeps what was made by a step that lost its child"


def test_kill_is_told_before_the_build_has_ended(either: Bench, ticket: int) -> None:
    build_before(either, ticket=ticket)
    order, heard = either.order(f"FROM {either.image}\nRUN {takes(200)} || echo {either.mark}\n", cap_bytes=60 * MB), list[str]()
    if isinstance(either.engine, FakeEngine):
        either.engine.kills["Toy"] = ("[2/2] RUN x",)
    ended = either.engine.build(order, ticket_fd=ticket, on_kill=heard.extend)
    assert ended.status == 0
    assert {"[2/2]"} <= {step[:5] for step in heard}
