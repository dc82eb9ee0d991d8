"""Hubs side by side, a forked process each: `crew.py` is the parent, `serving.py` the worker. What every hub loads: a row in `crew.py`."""

from hubyard.drivers.workers.crew import ForkedWorkers

__all__ = ["ForkedWorkers"]
