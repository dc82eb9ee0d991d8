"""Who may use the engine: the group of its socket."""

from pathlib import Path

from hubyard.drivers.engine.address import find_address


def socket_group() -> int | None:
    """Gid, or None where the engine has no socket on this host (or there is no engine yet)."""
    path = find_address().socket_path
    try:
        return Path(path).stat().st_gid if path else None
    except OSError:
        return None
