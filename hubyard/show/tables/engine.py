"""What `invoke engine.…` says of the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from hubyard.bootstrap.ensure import EngineStatus
from hubyard.errors import Status
from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech


@dataclass(frozen=True, kw_only=True)
class EngineAnswer(Answer):
    """`ensured`: asked to make it so, which raises where it cannot; a mere look ends with 5 where no engine answers."""

    engine: EngineStatus
    ensured: bool = False
    schema: ClassVar[str] = "hubyard.engine/1"

    @property
    def status(self) -> Status:
        return Status.DONE if self.ensured or self.engine.info else Status.REFUSED

    def as_json(self) -> Mapping[str, Any]:
        info = self.engine.info
        return {
            "address": self.engine.address,
            "answers": info is not None,
            "version": info.version if info else None,
            "root_folder": str(info.root_folder) if info else None,
            "cgroup_version": info.cgroup_version if info else None,
            "buildx": self.engine.buildx,
            "compose": self.engine.compose,
            "started_by_hubyard": self.engine.ours,
            "detail": self.engine.detail,
        }

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:  # noqa: ARG002  short lines
        engine = self.engine
        if engine.joined_late:
            return speech.say("tables", "engine_joined_late", address=engine.address).splitlines()
        if engine.info is None:
            said = {"address": engine.address, "detail": engine.detail, "elsewhere": engine.elsewhere}
            return speech.say("tables", "engine_silent", **said).splitlines()
        missing = [plugin for plugin, there in (("buildx", engine.buildx), ("compose", engine.compose)) if not there]
        lines = [speech.say("tables", "engine_answers", version=engine.info.version, address=engine.address)]
        if missing:
            lines.append(speech.say("tables", "engine_lacks", plugins=", ".join(missing)))
        if engine.ours:
            lines.append(speech.say("tables", "engine_ours"))
        return lines
