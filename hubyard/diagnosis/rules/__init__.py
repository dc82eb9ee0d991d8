"""What is to be thought of it. Add here: a file with `judge`, its row in RULES, its sentences in `show/sentences/rules.toml`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.values import Finding, Verdict

Rule = Callable[[Facts, Verdict], Iterable[Finding]]
"""Pure. OK findings too (one, without a subject): that something was judged and is well; SKIP where the facts it needs are Unread."""

RULES: Final[Mapping[str, Rule]] = {}
"""By stable id, in the order of brief importance: memory first."""
