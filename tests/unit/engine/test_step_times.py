"""When steps began and ended."""

import pytest

from hubyard.engine.step_times import StepTime, StepTimes

RUN, COPY = "[build 2/3] RUN npm ci", "[build 3/3] COPY . ."
CASES = {
    "done_tells_when_it_began": ([(5.0, f"#6 {RUN}"), (9.0, "#6 DONE 4.3s")], [StepTime(name=RUN, began_s=4.7, ended_s=9.0)]),
    "a_line_tells_when_it_began": ([(5.0, f"#6 {RUN}"), (6.0, "#6 1.5 hello")], [StepTime(name=RUN, began_s=4.5)]),
    "failed": ([(5.0, f"#6 {RUN}"), (6.0, "#6 ERROR: process … exit code: 1")], [StepTime(name=RUN, began_s=5.0, ended_s=6.0)]),
    "cancelled": ([(5.0, f"#6 {RUN}"), (6.0, "#6 CANCELED")], [StepTime(name=RUN, began_s=5.0, ended_s=6.0)]),
    "from_the_cache": ([(5.0, f"#6 {RUN}"), (5.0, "#6 CACHED"), (6.0, "#6 DONE 0.0s")], []),
    "base_and_internal_ones": ([(5.0, "#4 [1/2] FROM x"), (5.0, "#4 DONE 1.0s"), (5.0, "#5 [internal] load context")], []),
    "side_by_side_with_names_again": (
        [(1.0, f"#6 {RUN}"), (1.0, "#6 ..."), (1.0, f"#7 {COPY}"), (2.0, "#7 DONE 0.5s"), (2.0, f"#6 {RUN}"), (3.0, "#6 DONE 2.0s")],
        [StepTime(name=RUN, began_s=1.0, ended_s=3.0), StepTime(name=COPY, began_s=1.5, ended_s=2.0)],
    ),
    "the_clients_own_words": ([(1.0, "ERROR: failed to solve"), (1.0, "")], []),
}


@pytest.mark.parametrize(("lines", "expected"), CASES.values(), ids=CASES)
def test_step_times(lines: list[tuple[float, str]], expected: list[StepTime]) -> None:
    times = StepTimes()
    for at_s, line in lines:
        times.feed(line, at_s=at_s)
    assert list(times.steps()) == expected


@pytest.mark.parametrize(("name", "runs"), [(RUN, True), (COPY, False), ("[2/2] RUN x", True), ("[1/2] WORKDIR /a", False)])
def test_runs(name: str, *, runs: bool) -> None:
    assert StepTime(name=name, began_s=0).runs == runs
