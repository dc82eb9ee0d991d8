"""What is wrong with one or several hosts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from hubyard.diagnosis.outcome import status_of
from hubyard.diagnosis.several import HostDiagnosis
from hubyard.diagnosis.sizing import oracle_prices, sizing_of
from hubyard.errors import HubyardError, Status
from hubyard.errors.status import worst
from hubyard.show.answer import Answer
from hubyard.show.diagnosis.document import NAME, Document, HostDocument, Problem, as_json
from hubyard.show.diagnosis.terminal import report_lines
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.size import size_as_json


@dataclass(frozen=True, kw_only=True)
class DiagnosisAnswer(Answer):
    """`hosts` in the order in which they were named. `strict`: warnings count (exit 3)."""

    hosts: tuple[HostDiagnosis, ...]
    strict: bool = False
    schema: ClassVar[str] = NAME

    @property
    def status(self) -> Status:
        return worst([self._status_of(host) for host in self.hosts])

    @property
    def problems(self) -> Sequence[HubyardError]:
        return [host.problem for host in self.hosts if host.problem is not None]

    def as_json(self) -> Mapping[str, Any]:
        return as_json(Document(status=int(self.status), hosts=tuple(self._document(host) for host in self.hosts)))

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        """A host that could not be asked has its lines as an error, after the others."""
        blocks = [report_lines(host.report, speech, page) for host in self.hosts if host.report is not None]
        return [line for number, block in enumerate(blocks) for line in (*(["", "─" * min(page.width, 78), ""] if number else []), *block)]

    def _status_of(self, host: HostDiagnosis) -> Status:
        if host.report is not None:
            return status_of(host.report, strict=self.strict)
        return host.problem.exit_status if host.problem is not None else Status.DONE

    def _document(self, host: HostDiagnosis) -> HostDocument:
        status = int(self._status_of(host))
        if host.report is None:
            problem = None if host.problem is None else Problem(code=host.problem.code(), status=int(host.problem.exit_status))
            return HostDocument(host=host.host, status=status, problem=problem)
        report = host.report
        sizing = size_as_json(sizing_of(report.facts, prices=oracle_prices()))
        return HostDocument(
            host=host.host, status=status, verdict=report.verdict, findings=report.findings, facts=report.facts, sizing=sizing
        )
