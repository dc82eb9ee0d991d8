"""Help texts of the tasks, from `sentences/help.toml`."""

from dataclasses import dataclass
from typing import Any

from hubyard.show.speech import load_sentences


@dataclass(frozen=True, kw_only=True)
class TaskHelp:
    """`text`: its first line is what `invoke --list` shows. `options` by flag, without dashes."""

    text: str
    options: dict[str, str]


def help_of(family: str, task: str, language: str) -> TaskHelp:
    """Of the table `[<family>.<task>]`, with the options that all tasks have. Empty where there is none yet (a test says so)."""
    tables = load_sentences("help")
    own = tables.get(family, {}).get(task, {})
    options: dict[str, Any] = {**tables["common"], **own.get("options", {})}
    return TaskHelp(text=own.get(language, "").strip(), options={flag: text[language] for flag, text in options.items()})
