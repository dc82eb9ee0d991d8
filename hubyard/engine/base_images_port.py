"""Base images where no registry answers. Filled by `drivers/bootstrap`, faked in `tests/fakes/base_images.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Bases:
    """What stands for the images that a Dockerfile builds on.

    contexts: reference → `--build-context` value, for those that something else stands for
    missing: references that are neither here nor replaced yet; `ensure` gets them
    """

    contexts: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


class BaseImages(Protocol):
    def look(self, references: Sequence[str], *, chosen: Mapping[str, str]) -> Bases:
        """What is here now: nothing is pulled or built, so `--dry-run` may ask. `chosen` is the yard's `build_contexts`."""

    def ensure(self, references: Sequence[str], *, hub: str) -> None:
        """Pull each where a registry answers, else make its stand-in from the distribution's packages.

        Raises BaseImageMissing, RootNeeded.
        """

    def image(self, reference: str) -> str:
        """Name of an image to run (`caddy:2`): the reference if it is here or can be pulled, else its stand-in, made if need be."""
