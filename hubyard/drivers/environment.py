"""The environment we were started with."""

import os
from collections.abc import Mapping
from types import MappingProxyType


def environment() -> Mapping[str, str]:
    """Read only."""
    return MappingProxyType(os.environ)
