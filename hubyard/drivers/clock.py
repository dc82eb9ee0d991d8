"""The host's clock."""

import time
from datetime import datetime


class HostClock:
    """Fills `hubyard.host.port.Clock`."""

    def monotonic_s(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now().astimezone()

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))
