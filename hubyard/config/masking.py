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
    if SECRET_KEY.search(key):
        return MASK
    shown = mask_credentials(json.dumps(_hidden(value), ensure_ascii=False, default=str))
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def _hidden(value: Any) -> Any:  # noqa: ANN401  likewise
    if isinstance(value, dict):
        return {key: MASK if SECRET_KEY.search(key) else _hidden(inner) for key, inner in value.items()}
    return [_hidden(inner) for inner in value] if isinstance(value, list) else value
