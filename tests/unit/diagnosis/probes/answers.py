"""What a probe's script would have printed."""

from datetime import UTC, datetime
from typing import Final

from hubyard.diagnosis.heard import Heard

ASKED: Final = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def answer(*parts: tuple[str, str] | tuple[str, str, int], status: int | None = 0, elapsed_s: float = 1.0) -> Heard:
    """Each part its name, text and exit status. `status` None: ended by the time limit."""
    written = (f"\x1e{name}\n{text}\n\x1e={rest[0] if rest else 0}\n" for name, text, *rest in parts)
    return Heard(text="".join(written), status=status, elapsed_s=elapsed_s, asked=ASKED)
