"""What is known of a host: each field a value, or why it could not be read. Add here: a field, beside the probe that fills it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from hubyard.diagnosis.facts.engine import ContainersFacts, EngineEvent, EngineFacts, UsageFacts
from hubyard.diagnosis.facts.host import CpuFacts, DiskFacts, MemoryFacts, NetworkFacts, SystemFacts
from hubyard.diagnosis.facts.work import BuildsFacts, GateFacts, KernelFacts, YardFacts
from hubyard.diagnosis.heard import Unread, Why

NOT_ASKED: Final = Unread(why=Why.NOT_ASKED)
HIDE_NOTHING: Final = frozenset({"journal", "gate"})
"""Where the host has none: what writes to a journal, or waits at a gate, does not run there then."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Of one host at one time. `host` as it was named, "" for this one; `taken` by the clock of who asked."""

    host: str
    taken: datetime
    system: SystemFacts | Unread = NOT_ASKED
    memory: MemoryFacts | Unread = NOT_ASKED
    cpu: CpuFacts | Unread = NOT_ASKED
    disk: DiskFacts | Unread = NOT_ASKED
    network: NetworkFacts | Unread = NOT_ASKED
    engine: EngineFacts | Unread = NOT_ASKED
    containers: ContainersFacts | Unread = NOT_ASKED
    usage: UsageFacts | Unread = NOT_ASKED
    events: tuple[EngineEvent, ...] | Unread = NOT_ASKED
    kernel: KernelFacts | Unread = NOT_ASKED
    journal: KernelFacts | Unread = NOT_ASKED
    builds: BuildsFacts | Unread = NOT_ASKED
    gate: GateFacts | Unread = NOT_ASKED
    yard: YardFacts | Unread = NOT_ASKED
    elapsed_s: dict[str, float] = field(default_factory=dict)

    def unread(self, *probes: str) -> dict[str, Unread]:
        """Of these the ones that could not be read, and may hide something."""
        answers = {name: getattr(self, name) for name in probes}
        unread = {name: answer for name, answer in answers.items() if isinstance(answer, Unread)}
        return {name: answer for name, answer in unread.items() if not (name in HIDE_NOTHING and answer.why is Why.ABSENT)}

    @property
    def now(self) -> datetime:
        """By the host's own clock, which its logs and its engine go by; by ours where it did not say."""
        return self.taken if isinstance(self.system, Unread) or self.system.now is None else self.system.now

    @property
    def booted(self) -> datetime | None:
        return None if isinstance(self.system, Unread) else self.system.booted


__all__ = ["NOT_ASKED", "Facts"]
