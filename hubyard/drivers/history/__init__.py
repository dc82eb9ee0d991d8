"""The history in SQLite: `place.py` is its folder, `database.py` what is asked of it. Add a question: `history/rows.py`, `database.py`."""

from hubyard.drivers.history.sqlite_history import SqliteHistory

__all__ = ["SqliteHistory"]
