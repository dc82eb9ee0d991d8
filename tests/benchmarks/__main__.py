"""`nox -s benchmark [-- NAME…]`: all figures, or those named; a quarter of an hour, most of it real hubs built twice."""

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.benchmarks.cached_build import cached_build
from tests.benchmarks.deploy_all import deploy_all
from tests.benchmarks.diagnose import diagnose
from tests.benchmarks.estimate import estimate
from tests.benchmarks.figures import Figure, table, write
from tests.benchmarks.gate import handoff, overtakes
from tests.benchmarks.schedules import schedules
from tests.benchmarks.start_up import launcher, list_tasks
from tests.benchmarks.waiting import waiting
from tests.integration.machine.life import ready_machine
from tests.integration.machine.machine import Machine

RESULTS: Final = Path(__file__).parents[2] / "benchmark-results.json"
HERE: Final[dict[str, Callable[[], Sequence[Figure]]]] = {
    "list": list_tasks,
    "launcher": launcher,
    "handoff": handoff,
    "schedules": schedules,
}
ON_A_MACHINE: Final[dict[str, Callable[[Machine], Sequence[Figure]]]] = {
    "cached-build": cached_build,
    "diagnose": diagnose,
    "deploy-all": deploy_all,
}
STORM: Final = "storm"
NUMBERS_ON_A_MACHINE: Final[dict[str, Callable[[Machine], Mapping[str, float]]]] = {
    "waiting": waiting,
    "estimate": estimate,
}
NAMES: Final = (*HERE, *ON_A_MACHINE, *NUMBERS_ON_A_MACHINE, STORM)


def main(asked: Sequence[str]) -> None:
    unknown = set(asked) - set(NAMES)
    if unknown:
        sys.exit(f"figures are {', '.join(NAMES)}")
    wanted = set(asked or NAMES)
    figures = [figure for name, measure in HERE.items() if name in wanted for figure in measure()]
    more: dict[str, object] = {}
    measures = [measure for name, measure in ON_A_MACHINE.items() if name in wanted]
    counts = [count for name, count in NUMBERS_ON_A_MACHINE.items() if name in wanted]
    if measures or counts:
        with tempfile.TemporaryDirectory() as scratch, ready_machine(memory="6g", scratch=Path(scratch)) as machine:
            figures += [figure for measure in measures for figure in measure(machine)]
            for count in counts:
                more.update(count(machine))
    if STORM in wanted:
        more.update(overtakes())
    write(figures, more, RESULTS)
    told = [f"{name}: {value}" for name, value in more.items()]
    sys.stdout.write("\n".join([table(figures), *told, f"as JSON: {RESULTS.name}", ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
