"""Which sockets somebody listens on, as the kernel tells everybody: a socket's file stays when its engine is killed."""

from typing import Final

ACCEPTS: Final = 0x10000
"""__SO_ACCEPTCON of the column Flags, as unix_seq_show() in net/unix/af_unix.c writes it."""
COLUMNS: Final = 8


def parse_listening(text: str) -> frozenset[str]:
    """Paths from /proc/net/unix, each as its listener bound it: not resolved. It has those of our own network namespace only."""
    rows = [line.split(maxsplit=COLUMNS - 1) for line in text.splitlines()[1:]]
    return frozenset(row[-1] for row in rows if len(row) == COLUMNS and row[-1].startswith("/") and int(row[3], 16) & ACCEPTS)
