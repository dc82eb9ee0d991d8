"""One host, judged."""

from dataclasses import dataclass

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.values import Finding, State, Verdict


@dataclass(frozen=True, kw_only=True)
class Report:
    """findings: worst first, in the order of the rules within a state."""

    facts: Facts
    verdict: Verdict
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> State:
        """FAIL, WARN, else OK: what was skipped is neither well nor a fault."""
        states = {finding.state for finding in self.findings}
        return next((state for state in (State.FAIL, State.WARN) if state in states), State.OK)
