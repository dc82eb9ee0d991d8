"""What was killed, from counters and log."""

import pytest

from hubyard.engine.kills import Evidence, Victim, kills_of
from hubyard.engine.memory_record import MemoryRecord, StepSeen
from hubyard.engine.port import StepKill

A, B = "[a 1/1] RUN x", "[b 1/1] RUN y"
NAMES = {"p": A, "q": B}
NODE_OF_A = Victim(step="p", process="node", held_bytes=90)
NODE = StepKill(step=A, process="node", held_bytes=90)


def record(p: int = 0, q: int = 0, *hidden: str) -> MemoryRecord:
    """`p` and `q` are what the two steps' own counters said."""
    steps = {"p": StepSeen(first_s=0, last_s=1, peak_bytes=100, kills=p), "q": StepSeen(first_s=0, last_s=1, peak_bytes=50, kills=q)}
    return MemoryRecord(seen=steps, hidden_kills=list(hidden))


SOMEBODY_IN_A, SOMEBODY_IN_B = StepKill(step=A, process="", held_bytes=100), StepKill(step=B, process="", held_bytes=50)
NOBODY_KNOWS = StepKill(step="", process="", held_bytes=0)
CASES = {
    "nothing": (record(), Evidence(), []),
    "only_the_status_of_a_killed_process": (record(), Evidence(failed=A), []),
    "named_by_the_log_alone": (record(), Evidence(victims=(NODE_OF_A,)), [NODE]),
    "named_and_counted": (record(1), Evidence(victims=(NODE_OF_A,)), [NODE]),
    "named_and_counted_for_the_build": (record(0, 0, "p"), Evidence(victims=(NODE_OF_A,)), [NODE]),
    "named_and_counted_where_nobody_could_say": (record(0, 0, ""), Evidence(victims=(NODE_OF_A,)), [NODE]),
    "counted_only": (record(0, 2), Evidence(), [SOMEBODY_IN_B]),
    "one_named_and_another_counted": (record(1, 1), Evidence(victims=(NODE_OF_A,)), [NODE, SOMEBODY_IN_B]),
    "two_of_one_step_and_one_named": (record(2), Evidence(victims=(NODE_OF_A,)), [NODE, SOMEBODY_IN_A]),
    "counted_for_the_build_only": (record(0, 0, "q"), Evidence(), [SOMEBODY_IN_B]),
    "nobody_knows_in_which_step": (record(0, 0, ""), Evidence(), [NOBODY_KNOWS]),
    "nobody_knows_but_one_died": (record(0, 0, ""), Evidence(failed=B), [SOMEBODY_IN_B]),
    "a_step_that_nobody_saw": (
        record(),
        Evidence(victims=(Victim(step="r", process="npm", held_bytes=1),)),
        [StepKill(step="", process="npm", held_bytes=1)],
    ),
    "v1_died_while_the_host_counted_one": (record(), Evidence(on_host=1, failed=A), [SOMEBODY_IN_A]),
    "v1_died_and_the_one_was_elsewhere": (record(), Evidence(on_host=1, elsewhere=1, failed=A), []),
    "v1_somebody_was_killed_and_nothing_of_ours_failed": (record(), Evidence(on_host=3), []),
    "v1_its_own_counter_is_enough": (record(1), Evidence(on_host=2, failed=A), [SOMEBODY_IN_A]),
}


@pytest.mark.parametrize(("seen", "evidence", "expected"), CASES.values(), ids=CASES)
def test_kills_of(seen: MemoryRecord, evidence: Evidence, expected: list[StepKill]) -> None:
    assert list(kills_of(seen, evidence, names=NAMES)) == expected
