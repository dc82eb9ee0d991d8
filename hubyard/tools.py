"""The machine, part by part, each loaded when first asked for. The only place that knows which driver fills which port."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hubyard.checkout.port import Checkouts
    from hubyard.config.yard import Yard
    from hubyard.deploy.values import Files
    from hubyard.engine.base_images_port import BaseImages
    from hubyard.engine.port import Engine
    from hubyard.events import Tell
    from hubyard.gate.port import Gate
    from hubyard.gateway.port import Gateway, Probe
    from hubyard.host.port import Clock, Host

ROOT = Path(__file__).resolve().parents[1]


def environment() -> Mapping[str, str]:
    """The process's environment, for those who may not read it themselves."""
    from hubyard.drivers.environment import environment as read  # noqa: PLC0415  as all of these: only what a task needs is loaded

    return read()
