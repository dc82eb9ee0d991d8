"""`nox -s benchmark [-- NAME…]`: all figures, or those named; a quarter of an hour, most of it real hubs built twice."""

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tests.benchmarks.cached_build import cached_build
from tests.benchmarks.deploy_all import deploy_all
from tests.benchmarks.figures import Figure, table, write
from tests.benchmarks.gate import handoff, overtakes
from tests.benchmarks.start_up import launcher, list_tasks
from tests.integration.machine.life import ready_machine
from tests.integration.machine.machine import Machine

RESULTS: Final = Path(__file__).parents[2] / "benchmark-results.json"
HERE: Final[dict[str, Callable[[], Sequence[Figure]]]] = {"list": list_tasks, "launcher": launcher, "handoff": handoff}
ON_A_MACHINE: Final[dict[str, Callable[[Machine], Sequence[Figure]]]] = {"cached-build": cached_build, "deploy-all": deploy_all}
STORM: Final = "storm"
NAMES: Final = (*HERE, *ON_A_MACHINE, STORM)


def main(asked: Sequence[str]) -> None:
    unknown = set(asked) - set(NAMES)
    if unknown:
        sys.exit(f"figures are {', '.join(NAMES)}")
    wanted = set(asked or NAMES)
    figures = [figure for name, measure in HERE.items() if name in wanted for figure in measure()]
    figures += _on_a_machine([measure for name, measure in ON_A_MACHINE.items() if name in wanted])
    storm = overtakes() if STORM in wanted else {}
    write(figures, storm, RESULTS)
    told = [f"{name}: {value}" for name, value in storm.items()]
    sys.stdout.write("\n".join([table(figures), *told, f"as JSON: {RESULTS.name}", ""]))


def _on_a_machine(measures: Sequence[Callable[[Machine], Sequence[Figure]]]) -> list[Figure]:
    if not measures:
        return []
    with tempfile.TemporaryDirectory() as scratch, ready_machine(memory="6g", scratch=Path(scratch)) as machine:
        return [figure for measure in measures for figure in measure(machine)]


if __name__ == "__main__":
    main(sys.argv[1:])
