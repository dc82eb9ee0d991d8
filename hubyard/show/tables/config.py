"""What settings are in force, and which file said so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from hubyard.config.hub import Hub
from hubyard.config.masking import show_value
from hubyard.config.merged import DEFAULT, Setting, merged_hub, merged_yard
from hubyard.config.yard import Yard
from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.grid import NOTHING, Cell, Column, Tone, grid_lines

_COLUMNS: Final = (Column("key"), Column("value", wraps=True), Column("from"))


@dataclass(frozen=True, kw_only=True)
class ConfigAnswer(Answer):
    """Of the yard and of some of its hubs."""

    yard: Yard
    hubs: tuple[Hub, ...]
    schema: ClassVar[str] = "hubyard.config/1"

    def as_json(self) -> Mapping[str, Any]:
        return {
            "yard": {"folder": str(self.yard.folder), "settings": _as_json(merged_yard(self.yard))},
            "hubs": [
                {
                    "hub": hub.name,
                    "folder": str(hub.folder),
                    "checkout": str(hub.checkout),
                    "compose_files": [str(file) for file in hub.compose_files],
                    "project_directory": str(hub.project_directory),
                    "env_files": [str(file) for file in hub.env_files],
                    "settings": _as_json(merged_hub(hub)),
                }
                for hub in self.hubs
            ],
        }

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        parts = [(str(self.yard.folder), merged_yard(self.yard)), *((f"{hub.name}: {hub.checkout}", merged_hub(hub)) for hub in self.hubs)]
        lines: list[str] = []
        for title, settings in parts:
            rows = [_row(setting, speech) for setting in settings]
            lines += [title, *grid_lines(_COLUMNS, rows, speech=speech, page=page), ""]
        return lines[:-1]


def _as_json(settings: Sequence[Setting]) -> Mapping[str, Any]:
    return {setting.key: {"value": setting.value, "from": setting.given_by} for setting in settings}


def _row(setting: Setting, speech: Speech) -> Sequence[Cell | str]:
    value = NOTHING if setting.value is None else Cell(show_value(setting.key, setting.value))
    by_default = setting.given_by == DEFAULT
    return [setting.key, value, Cell(speech.word("given_by", setting.given_by), Tone.QUIET if by_default else Tone.PLAIN)]
