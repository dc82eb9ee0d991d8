"""From looks at a cgroup to peaks, hidden kills, and whose cgroup was which step's."""

import pytest

from hubyard.engine.memory_record import MemoryRecord, StepReading, StepSeen, names_of
from hubyard.engine.step_times import StepTime

Look = tuple[dict[str, tuple[int, int]], int | None]
"""Held and killed of each step, and killed in all."""


def recorded(*looks: Look, kills_before: int = 0) -> MemoryRecord:
    record = MemoryRecord(kills_before=kills_before)
    for at_s, (steps, kills) in enumerate(looks):
        readings = {key: StepReading(held_bytes=held, kills=killed) for key, (held, killed) in steps.items()}
        record.note(readings, at_s=at_s, kills=kills)
    return record


def test_peak_is_the_most_at_one_time_not_the_sum_of_the_peaks() -> None:
    record = recorded(({"a": (5, 0)}, 0), ({"a": (4, 0), "b": (3, 0)}, 0), ({"b": (6, 0)}, 0), ({}, 0))
    assert (record.peak_bytes, record.held_bytes) == (7, 0)
    assert record.seen == {"a": StepSeen(first_s=0, last_s=1, peak_bytes=5), "b": StepSeen(first_s=1, last_s=2, peak_bytes=6)}


HIDDEN: dict[str, tuple[list[Look], list[str]]] = {
    "none": ([({"a": (1, 0)}, 0), ({}, 0)], []),
    "not_counted": ([({"a": (1, 0)}, None), ({}, None)], []),
    "told_by_the_step": ([({"a": (1, 0)}, 0), ({"a": (1, 1)}, 1), ({}, 1)], []),
    "told_by_the_step_first": ([({"a": (1, 1)}, 0), ({"a": (1, 1)}, 1)], []),
    "step_went_with_it": ([({"a": (1, 0)}, 0), ({}, 1)], ["a"]),
    "the_one_that_went": ([({"a": (1, 0), "b": (1, 0)}, 0), ({"b": (1, 0)}, 1)], ["a"]),
    "the_only_one_there": ([({"a": (1, 0)}, 0), ({"a": (1, 0)}, 2)], ["a", "a"]),
    "two_went": ([({"a": (1, 0), "b": (1, 0)}, 0), ({}, 1)], [""]),
    "nobody_was_seen": ([({}, 0), ({}, 1)], [""]),
    "began_at_once": ([({}, None), ({}, 1)], [""]),
}


@pytest.mark.parametrize(("looks", "expected"), HIDDEN.values(), ids=HIDDEN)
def test_hidden_kills(looks: list[Look], expected: list[str]) -> None:
    assert recorded(*looks).hidden_kills == expected


def test_kills_before_the_build_are_not_the_builds() -> None:
    assert recorded(({}, 3), ({}, 3), kills_before=3).hidden_kills == []


def step(name: str, began_s: float, ended_s: float | None) -> StepTime:
    return StepTime(name=f"[{name} 1/1] RUN x", began_s=began_s, ended_s=ended_s)


def seen(first_s: float, last_s: float) -> StepSeen:
    return StepSeen(first_s=first_s, last_s=last_s)


NAMES = {
    "one_after_the_other": (
        {"p": seen(0.1, 2.0), "q": seen(2.3, 9.0)},
        [step("a", 0, 2.1), step("b", 2.2, 9.1)],
        {"p": "a", "q": "b"},
    ),
    "side_by_side_told_apart_by_their_ends": (
        {"p": seen(0.1, 8.0), "q": seen(0.1, 3.0)},
        [step("a", 0.1, 3.3), step("b", 0.0, 8.2)],
        {"p": "b", "q": "a"},
    ),
    "over_before_anybody_looked": ({"p": seen(0.4, 5.0)}, [step("a", 0.3, 0.35), step("b", 0.35, 5.2)], {"p": "b"}),
    "never_said_that_it_ended": ({"p": seen(1, 9.0)}, [step("a", 0, 0.5), step("b", 1.2, None)], {"p": "b"}),
    "never_printed": ({"p": seen(1, 2)}, [], {}),
    "copying_has_no_cgroup": ({"p": seen(1, 2)}, [StepTime(name="[a 1/1] COPY x", began_s=1, ended_s=2)], {}),
}


@pytest.mark.parametrize(("cgroups", "steps", "expected"), NAMES.values(), ids=NAMES)
def test_names_of(cgroups: dict[str, StepSeen], steps: list[StepTime], expected: dict[str, str]) -> None:
    assert names_of(cgroups, steps, end_s=9.1) == {key: f"[{name} 1/1] RUN x" for key, name in expected.items()}
