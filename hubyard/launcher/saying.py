"""What the launcher says, in the reader's language, and the statuses it ends with (docs/exit-codes.md)."""

import os
import sys
from pathlib import Path
from typing import Final, NoReturn

SENTENCES: Final = Path(__file__).parents[1] / "show/sentences/launcher.toml"
VARIABLES: Final = ("HUBYARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
FAILED: Final = 2
REFUSED: Final = 5


def sentence(key: str, **fields: object) -> str:
    import tomllib  # noqa: PLC0415  a second run says nothing and does not pay for it

    language = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    texts = tomllib.loads(SENTENCES.read_text("utf-8"))[key]
    return str(texts["ko" if language.lower().startswith("ko") else "en"]).format(**fields)


def say(key: str, **fields: object) -> None:
    print("yard:", sentence(key, **fields), file=sys.stderr, flush=True)


def refuse(key: str, **fields: object) -> NoReturn:
    say(key, **fields)
    sys.exit(REFUSED)
