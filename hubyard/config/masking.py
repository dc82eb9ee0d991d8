"""Settings as they may be shown: without what could be a secret, and no longer than a person reads."""

import json
import re
from typing import Any, Final

SECRET_KEY: Final = re.compile(r"pass|secret|token|credential|auth|private|api_?key", re.IGNORECASE)
CREDENTIALS: Final = re.compile(r"(?<=://)[^/\s\"]*@")
"""User and password of a URL, up to its last `@` before the path: passwords contain `@` too."""

MASK: Final = "***"
LONGEST: Final = 60


def mask_credentials(text: str) -> str:
    """`https://user:token@host/x` as `https://***@host/x`."""
    return CREDENTIALS.sub(f"{MASK}@", text)


def show_value(key: str, value: Any) -> str:  # noqa: ANN401  whatever TOML holds
    """As it would be written in TOML, on one line."""
    shown = json.dumps(hide(key, value), ensure_ascii=False, default=str)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def hide(key: str, value: Any) -> Any:  # noqa: ANN401  likewise
    """The same value without what could be a secret."""
    if SECRET_KEY.search(key):
        return MASK
    if isinstance(value, dict):
        return {name: hide(name, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [hide("", inner) for inner in value]
    return mask_credentials(value) if isinstance(value, str) else value
