"""The images that Hubyard itself makes: the machine's own base, and those that an engine without a registry is given."""

from collections.abc import Mapping
from functools import cache

from hubyard.drivers.bootstrap.base_images import DistributionImages
from hubyard.events import tell_nobody
from hubyard.tools import Tools

NODE = "node:24-slim"


@cache
def dind_image() -> str:
    return _images().image("hubyard/dind")


def base_node() -> str:
    """What stands for `node:24-slim` on the machine, which itself is there only where a test has tagged it."""
    return _stand_in(NODE)


@cache
def base_images() -> Mapping[str, str]:
    """Name out here → name on the machine.

    That is a stand-in's also where the engine out here has what it stands for (a registry gave it, somebody tagged it): no machine begins
    otherwise than another.
    """
    return {_images().image(reference): _stand_in(reference) for reference in (NODE, "caddy:2")}


@cache
def _images() -> DistributionImages:
    images = Tools.make(yard=None, tell=tell_nobody).base_images
    assert isinstance(images, DistributionImages)
    return images


def _stand_in(reference: str) -> str:
    name = _images().stand_in_tag(reference)
    assert name is not None, f"{reference} has no stand-in"
    return name
