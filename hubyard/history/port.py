"""What history offers. Filled by `drivers/history`, faked in `tests/fakes/history.py`, both held to `tests/contracts/history`."""

from collections.abc import Sequence
from typing import Protocol

from hubyard.history.values import BuildMeasured


class History(Protocol):
    """Several processes and users at once may write and read. No method raises: what is in the way is told (`events.py`)."""

    def record(self, build: BuildMeasured) -> None:
        """Keep it, and the newest 200 of its hub; what was in doubt is so no longer: what of it still counts is in `killed_stages`.

        A history that is broken or of another version is set aside first, never destroyed.
        """

    def builds(self, *, hub: str | None = None, limit: int | None = 100) -> Sequence[BuildMeasured]:
        """Last recorded first, of one hub (slug) or of all; `limit` None: all there are. Changes nothing."""

    def doubt(self, *, hub: str, stages: Sequence[str]) -> None:
        """Something was killed while these stages ran, in a build that has not ended: should it never be recorded, this says so.

        On the disk when it returns, for the engine's cache outlives a power cut too.
        """

    def doubted(self, *, hub: str) -> Sequence[str]:
        """Stages in doubt since the last build of the hub that was recorded, by name. Changes nothing.

        All of them (`ALL_STAGES`) where the record itself was lost: broken, of another version, or set aside and the hub not built since.
        """
