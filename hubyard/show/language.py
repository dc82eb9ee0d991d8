"""Which language people are spoken to in."""

from collections.abc import Mapping, Sequence
from typing import Final

LANGUAGES: Final = ("en", "ko")


def choose_language(typed: str | None, environment: Mapping[str, str]) -> str:
    """`--lang`, else HUBYARD_LANG, else the locale's, as setlocale(3) ranks it: the first that is set decides. English if none of ours."""
    if typed and (known := _known(typed)):
        return known
    if known := _known(environment.get("HUBYARD_LANG", "")):
        return known
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return _known(locale) or "en"


def language_typed(argv: Sequence[str]) -> str | None:
    """The value of `--lang` in a command line that is not parsed yet: help texts are chosen before Invoke parses."""
    for place, word in enumerate(argv):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and place + 1 < len(argv):
            return argv[place + 1]
    return None


def _known(name: str) -> str | None:
    """`ko` of `ko`, `KO`, `ko-KR` and `ko_KR.UTF-8`."""
    short = name.lower().replace("-", "_").partition("_")[0].partition(".")[0]
    return short if short in LANGUAGES else None
