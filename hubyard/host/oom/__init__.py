"""What logs tell of memory that ran out: who was killed, by whom, for whom.

Add here: a shape of a line in `lines.py` (kernel), `killer_lines.py`, `engine_lines.py` or `build_lines.py`; what it means in `grouping.py`
(the kernel's reports), `killers.py`, `engines.py`; how it weighs in `verdict.py`.
"""

from hubyard.host.oom.kill import Kill, parse_kills
from hubyard.host.oom.values import Asker, KillEvent, Kind, Moment, OomVerdict, Scope, Victim
from hubyard.host.oom.verdict import judge_lines

__all__ = (
    "Asker",
    "Kill",
    "KillEvent",
    "Kind",
    "Moment",
    "OomVerdict",
    "Scope",
    "Victim",
    "judge_lines",
    "parse_kills",
)
