"""What is to be thought of it. Add here: a file with `judge`, its row in RULES, its sentences in `show/sentences/rules.toml`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.rules import (
    bld01,
    bld02,
    bld03,
    clk01,
    ctr01,
    ctr02,
    ctr03,
    dkr01,
    dkr02,
    dsk01,
    dsk02,
    dsk03,
    ext01,
    mem01,
    mem02,
    net01,
    node01,
    oom01,
    oom02,
    oom03,
    oom04,
    par01,
)
from hubyard.diagnosis.values import Finding, Verdict

Rule = Callable[[Facts, Verdict], Iterable[Finding]]
"""Pure. OK findings too (one, without a subject): that something was judged and is well; SKIP where the facts it needs are Unread."""

RULES: Final[Mapping[str, Rule]] = {
    rule.ID: rule.judge
    for rule in (
        *(oom01, oom02, oom03, oom04, node01, ext01),
        *(mem01, mem02),
        *(ctr01, ctr02, ctr03),
        *(dsk01, dsk02, dsk03),
        *(dkr01, dkr02),
        *(bld01, bld02, bld03, par01),
        *(net01, clk01),
    )
}
"""By stable id, in the order of brief importance: memory first."""
