"""From a body's signature to Invoke's arguments: long options only, and values that are refused in a sentence."""

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter, Signature, signature
from types import NoneType
from typing import Any, Final, get_args

from invoke.exceptions import ParseError
from invoke.parser.argument import Argument

FRAME_OPTIONS: Final = (
    Parameter("yard", Parameter.KEYWORD_ONLY, default=None, annotation=str | None),
    Parameter("lang", Parameter.KEYWORD_ONLY, default=None, annotation=str | None),
    Parameter("json", Parameter.KEYWORD_ONLY, default=False, annotation=bool),
)
"""Of every task; the frame takes them, and hands on only those that the body declares too."""

INVOKES_OWN: Final = frozenset(
    (
        *("collection", "command-timeout", "complete", "config", "debug", "dry", "echo", "help", "hide", "list", "list-depth"),
        *("list-format", "no-dedupe", "print-completion-script", "prompt-for-sudo-password", "pty", "search-root", "version"),
        *("warn-only", "write-pyc"),
    )
)
"""Flags that Invoke would take for itself, wherever they stand."""

HELP: Final = ("--help", "-h")
"""Invoke gives a positional argument the first word that the task does not know, its own flag for help included."""

KINDS: Final = (bool, int, str)


class Typed(Argument):
    """An argument whose wrong value ends in Invoke's one-line usage error instead of a ValueError with a traceback."""

    def __repr__(self) -> str:
        """As Invoke names it in its usage errors."""
        return f"--{self.names[0]}"

    def set_value(self, value: Any, cast: bool = True) -> None:  # noqa: ANN401, FBT001, FBT002  Invoke's signature
        if self.positional and str(value).startswith("-") and value not in HELP:
            raise ParseError(f"{self.names[0]} comes first, not {value!r} (for help: invoke --help TASK)")
        try:
            super().set_value(value, cast=cast)
        except ValueError:
            raise ParseError(f"--{self.names[0]} takes a whole number, not {value!r}") from None


def framed_signature(body: Callable[..., Any]) -> Signature:
    """The body's own with the frame's options behind it."""
    own = signature(body)
    return own.replace(parameters=[*own.parameters.values(), *(one for one in FRAME_OPTIONS if one.name not in own.parameters)])


def arguments_of(framed: Signature, texts: Mapping[str, str]) -> Iterable[Argument]:
    """Positional ones first, as Invoke wants them. The first parameter is the context. Raises ValueError for a name that Invoke owns."""
    for parameter in list(framed.parameters.values())[1:]:
        flag = parameter.name.strip("_").replace("_", "-")
        if flag in INVOKES_OWN:
            raise ValueError(f"--{flag} is Invoke's own")
        yield Typed(
            names=(flag,),
            attr_name=parameter.name if parameter.name != flag else None,  # an alias to itself would send Invoke round for ever
            kind=_kind(parameter),
            default=None if parameter.default is Parameter.empty else parameter.default,
            help=texts.get(flag),
            positional=parameter.kind is Parameter.POSITIONAL_OR_KEYWORD and parameter.default is Parameter.empty,
        )


def _kind(parameter: Parameter) -> type:
    """`int` of `int` and of `int | None`."""
    kinds = set(get_args(parameter.annotation) or (parameter.annotation,)) - {NoneType}
    found: type = kinds.pop() if len(kinds) == 1 else NoneType
    if found not in KINDS:
        raise ValueError(f"{parameter.name}: an option is a bool, int or str, or that and None, not {parameter.annotation!r}")
    return found
