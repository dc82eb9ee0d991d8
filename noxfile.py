"""What is checked, and how. `nox` runs the five that must pass; `nox -s NAME` one of them; what follows `--` goes to its program.

nox -s tests -- -k gate          only the unit and contract tests that have "gate" in their name
nox -s integration -- -x         stop at the first failure
nox -s integration -- -n0 --pdb  one process, and a debugger where it fails
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import nox

nox.needs_version = ">=2026.10"
nox.options.sessions = ["lint", "types", "layers", "tests", "integration"]

# No environment of their own: the launcher has just installed the versions that are pinned in the committed lock. A second set, resolved
# by Nox at another hour, would be another set of versions, and each session would wait for it.
nox.options.default_venv_backend = "none"

SCRIPTS = Path(sys.executable).parent

IN_TWO = ("--numprocesses=2", "--dist=loadgroup")
"""Two processes for tests that mostly wait; what shares something is one xdist_group and stays in one of them."""

NOTHING_SELECTED = 5
"""pytest's exit status where it found no test to run."""


def run(session: nox.Session, program: str, *arguments: str, success_codes: Sequence[int] = (0,)) -> None:
    """Run a program of the environment that Nox itself is in, activated or not."""
    session.run(str(SCRIPTS / program), *arguments, external=True, env={"PYTHONPATH": "."}, success_codes=success_codes)


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff, all rules; each exception has its reason in pyproject.toml."""
    run(session, "ruff", "check", *session.posargs)
    run(session, "ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Mypy, strictly."""
    run(session, "mypy", "--strict", *session.posargs)


@nox.session
def layers(session: nox.Session) -> None:
    """Import-linter: who may import whom (docs/architecture.md)."""
    run(session, "lint-imports", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Unit tests; then what each driver and its fake must both keep."""
    good = (0, NOTHING_SELECTED) if session.posargs else (0,)  # `-k gate` may choose from one of the two alone
    run(session, "pytest", "tests/unit", "--numprocesses=logical", *session.posargs, success_codes=good)
    run(session, "pytest", "tests/contracts", *IN_TWO, *session.posargs, success_codes=good)


@nox.session
def integration(session: nox.Session) -> None:
    """Real deploys in two Docker hosts of their own: privileged containers with an engine inside. Needs an engine; fails without."""
    run(session, "pytest", "tests/integration", *IN_TWO, *session.posargs)


@nox.session
def benchmark(session: nox.Session) -> None:
    """Figures as a table and as benchmark-results.json: ratios measured side by side, never a test that fails by the clock."""
    run(session, "python", "-m", "tests.benchmarks", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Bad luck for half an hour: kill -9, long queues, full disks, on the real hubs. Run before a release, not in CI."""
    run(session, "pytest", "tests/soak", *session.posargs)
