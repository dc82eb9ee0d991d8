import pytest

from hubyard.gate.admission import Decision, decide

CASES = {  # running, jobs, admitted
    "nothing_runs_enters": (0, 1, True),
    "one_runs_of_one_waits": (1, 1, False),
    "one_runs_of_two_enters": (1, 2, True),
    "two_run_of_two_waits": (2, 2, False),
    "more_run_than_allowed_waits": (3, 2, False),
}


@pytest.mark.parametrize(("running", "jobs", "admitted"), CASES.values(), ids=CASES)
def test_decide(running: int, jobs: int, admitted: bool) -> None:  # noqa: FBT001  a table of cases
    assert decide(running_count=running, jobs=jobs) == Decision(admitted=admitted)
