"""What all errors have, and the kinds by what was touched. Each class in the files beside this one is of one of them."""

from dataclasses import dataclass, fields
from functools import partial
from typing import Any, ClassVar

from hubyard.errors.status import Status


@dataclass(kw_only=True, eq=False)
class HubyardError(Exception):
    """Base of all that is caught in `cli/frame.py`. Attributes must never hold secrets: they are shown and logged."""

    status: ClassVar[Status] = Status.USAGE

    @property
    def exit_status(self) -> Status:
        """The status of this very error; a signal's depends on the signal."""
        return self.status

    @classmethod
    def code(cls) -> str:
        """Stable name of the kind, as scripts see it in `--json`: `UnknownHub` is `unknown_hub`."""
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in cls.__name__).lstrip("_")

    def fields(self) -> dict[str, Any]:
        """What the sentences may name, by attribute."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __reduce__(self) -> tuple[Any, ...]:
        """An exception is pickled by its positional arguments, of which ours have none."""
        return partial(type(self), **self.fields()), ()

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.fields().items())
        return f"{self.code()}({shown})"


@dataclass(kw_only=True, eq=False)
class UsageError(HubyardError):
    """What was asked for cannot be meant: exit 1."""

    status = Status.USAGE


@dataclass(kw_only=True, eq=False)
class RefusedError(HubyardError):
    """Nothing was touched: exit 5."""

    status = Status.REFUSED


@dataclass(kw_only=True, eq=False)
class WorkError(HubyardError):
    """The work was begun and failed: exit 2."""

    status = Status.FAILED
