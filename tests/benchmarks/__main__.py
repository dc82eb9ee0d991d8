"""`nox -s benchmark [-- NAME…]`: start-up, handoff, cached-build, deploy-all; all of them if none is named (a quarter of an hour)."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.benchmarks import handoff
from tests.benchmarks.cached_build import cached_build
from tests.benchmarks.deploy_all import deploy_all
from tests.benchmarks.figures import Figure, table, write
from tests.benchmarks.start_up import launcher, list_tasks
from tests.integration.machine.life import ready_machine
from tests.integration.machine.machine import Machine

RESULTS: Final = Path(__file__).parents[2] / "benchmark-results.json"
ON_A_MACHINE: Final[dict[str, Callable[[Machine], list[Figure]]]] = {
    "cached-build": lambda machine: [cached_build(machine)],
    "deploy-all": deploy_all,
}
NAMES: Final = ("start-up", "handoff", *ON_A_MACHINE)


def main(asked: list[str]) -> None:
    unknown = set(asked) - set(NAMES)
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    wanted = asked or list(NAMES)
    figures = []
    more: dict[str, Any] = {}
    if "start-up" in wanted:
        figures += [figure for figure in (list_tasks(), launcher()) if figure]
    if "handoff" in wanted:
        more["handoff"] = handoff.measure()
    on_a_machine = [measure for name, measure in ON_A_MACHINE.items() if name in wanted]
    if on_a_machine:
        with tempfile.TemporaryDirectory() as scratch, ready_machine(memory="6g", scratch=Path(scratch)) as machine:
            for measure in on_a_machine:
                figures += measure(machine)
    write(figures, more, RESULTS)
    handed = [f"handoff {name}: {value}" for name, value in more.get("handoff", {}).items()]
    sys.stdout.write("\n".join([table(figures), *handed, f"all of it: {RESULTS}", ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
