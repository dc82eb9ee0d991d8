"""An error as three lines for people or as fields for scripts. Its sentences are the table of its code in `sentences/errors.toml`."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hubyard.errors import HubyardError
from hubyard.show.output import Page
from hubyard.show.speech import Speech

PARTS: Final = ("happened", "why", "help")


def error_as_json(error: HubyardError, speech: Speech) -> Mapping[str, Any]:
    return {"code": error.code(), "status": int(error.exit_status), **_sentences(error, speech)}


def error_as_lines(error: HubyardError, speech: Speech, page: Page) -> Sequence[str]:
    """What happened, why, what to do; a part that has nothing to say is left out."""
    said = _sentences(error, speech)
    bold, dim, plain = ("\x1b[1;31m", "\x1b[2m", "\x1b[0m") if page.coloured else ("", "", "")
    shaped = (f"{bold}✗ {said['happened']}{plain}", f"  {dim}{said['why']}{plain}", f"  → {said['help']}")
    return [line for part, line in zip(PARTS, shaped, strict=True) if said[part]]


def _sentences(error: HubyardError, speech: Speech) -> dict[str, str]:
    fields = error.fields()
    return {part: speech.say("errors", f"{error.code()}.{part}", **fields) for part in PARTS}
