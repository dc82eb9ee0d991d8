"""The images that Hubyard itself makes: the machine's own base, and those that an engine without a registry is given."""

from functools import cache

from hubyard.events import tell_nobody
from hubyard.tools import Tools


@cache
def dind_image() -> str:
    return _image("hubyard/dind")


@cache
def base_node() -> str:
    """What stands for `node:24-slim`; that itself where a registry gave it."""
    return _image("node:24-slim")


def base_images() -> list[str]:
    """Inside, the very same are looked for under the very same names."""
    return [base_node(), _image("caddy:2")]


@cache
def _image(reference: str) -> str:
    return Tools.make(yard=None, tell=tell_nobody).base_images.image(reference)
