"""Which steps are named while the build goes on, and when."""

import pytest

from hubyard.engine.kill_news import LATE_S, KillNews
from hubyard.engine.step_times import StepTimes

DEPS, BUILD, APP = "[deps 2/2] RUN npm ci", "[build 2/3] RUN npm run build", "[app 2/9] RUN true"
Moment = tuple[float, int | str]
"""A look and how many kills are known of, or a line of the build; at a time in seconds."""

CASES: dict[str, tuple[list[Moment], list[list[str]]]] = {
    "nothing_was_killed": ([(0, f"#6 {DEPS}"), (0, 0), (1, 0)], []),
    "killed_before_the_first_look": ([(0, f"#6 {DEPS}"), (0, 7), (1, 7)], []),
    "the_one_that_runs": ([(0, f"#6 {DEPS}"), (0, 0), (1, 1)], [[DEPS]]),
    "all_that_run": ([(0, f"#6 {DEPS}"), (0, f"#7 {BUILD}"), (0, 0), (1, 1)], [[DEPS, BUILD]]),
    "each_once": ([(0, f"#6 {DEPS}"), (0, 0), (1, 1), (2, 2), (3, "#6 1.0 hello"), (3, 3)], [[DEPS]]),
    "one_that_ended_since_the_last_look": ([(0, f"#6 {DEPS}"), (1, 0), (1.5, "#6 DONE 1.5s"), (2, 1)], [[DEPS]]),
    "not_one_that_ended_before": (
        [(0, f"#6 {DEPS}"), (1, "#6 DONE 1.0s"), (1, f"#7 {BUILD}"), (2, 0), (3, 1)],
        [[BUILD]],
    ),
    "not_what_copies": ([(0, "#6 [build 1/3] COPY . ."), (0, f"#7 {DEPS}"), (0, 0), (1, 1)], [[DEPS]]),
    "not_what_came_from_the_cache": ([(0, f"#6 {DEPS}"), (0, "#6 CACHED"), (0, f"#7 {BUILD}"), (0, 0), (1, 1)], [[BUILD]]),
    "one_that_is_printed_late": ([(0, 0), (1, 1), (1.5, f"#6 {DEPS}")], [[""], [DEPS]]),
    "one_beside_it_that_is_printed_late": (
        [(0, f"#6 {DEPS}"), (0, 0), (1, 1), (1.5, f"#7 {BUILD}")],
        [[DEPS], [BUILD]],
    ),
    "not_one_that_began_after_it": ([(0, f"#6 {DEPS}"), (0, 0), (1, 1), (1 + LATE_S + 0.1, f"#7 {BUILD}")], [[DEPS]]),
    "one_killed_after_another": (
        [(0, f"#6 {DEPS}"), (0, 0), (1, 1), (2, "#6 DONE 2.0s"), (9, f"#7 {BUILD}"), (9, 1), (10, 2)],
        [[DEPS], [BUILD]],
    ),
    "none_is_printed": ([(0, 0), (1, 1), (2, 2)], [[""]]),
}


@pytest.mark.parametrize(("moments", "expected"), CASES.values(), ids=CASES)
def test_told(moments: list[Moment], expected: list[list[str]]) -> None:
    told: list[list[str]] = []
    times = StepTimes()
    news = KillNews(times=times, on_kill=lambda steps: told.append(list(steps)))
    for at_s, what in moments:
        if isinstance(what, str):
            times.feed(what, at_s=at_s)
        else:
            news.note(what, at_s=at_s)
        news.tell()
    assert told == expected


def test_what_the_last_look_saw_is_told_whatever_ends_the_build() -> None:
    told: list[str] = []
    with pytest.raises(KeyboardInterrupt), after_a_kill(KillNews(on_kill=told.extend)):
        raise KeyboardInterrupt
    assert told == [""]


def after_a_kill(news: KillNews) -> KillNews:
    news.note(0, at_s=0)
    news.note(1, at_s=1)
    return news


def test_what_could_not_be_told_is_told_again() -> None:
    told: list[str] = []

    def interrupted_once(steps: object) -> None:
        told.append(str(steps))
        if len(told) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), after_a_kill(KillNews(on_kill=interrupted_once)) as news:
        news.tell()
    assert told == ["['']", "['']"]
