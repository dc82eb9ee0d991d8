"""Jinja as Hubyard uses it: nothing undefined passes, and values cannot break out of the file they are put in."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment

TEMPLATES: Final = Path(__file__).resolve().parents[1] / "templates"


def yaml_quoted(value: object) -> str:
    r"""Quote for a Compose file: a JSON string is a YAML double-quoted scalar, and `$$` is Compose's way to say `$`.

    YAML 1.2 takes JSON's escapes; the three line ends that JSON leaves bare (U+0085, U+2028, U+2029) are escaped by `ensure_ascii`
    only, so everything outside ASCII that YAML would fold or refuse is written as `\uXXXX`, and Korean stays readable.
    """
    text = json.dumps(str(value).replace("$", "$$"), ensure_ascii=False)
    return "".join(rf"\u{ord(char):04x}" if _unprintable_in_yaml(char) else char for char in text)


def _unprintable_in_yaml(char: str) -> bool:
    return char in "\x7f\x85\u2028\u2029\ufeff\ufffe\uffff" or "\x80" <= char <= "\x9f" or "\ud800" <= char <= "\udfff"


def render(template: str, values: "Mapping[str, object]") -> str:
    """Text of `templates/<template>` with `values`. Raises jinja2's UndefinedError for a name that is not there: a fault of ours."""
    return _environment().get_template(template).render(values)


def source_of(template: str) -> str:
    """Text of `templates/<template>` itself."""
    return (TEMPLATES / template).read_text(encoding="utf-8")


def render_text(source: str, values: "Mapping[str, object]") -> str:
    """Like `render` for a template that the caller has as text."""
    return _environment().from_string(source).render(values)


def render_page(template: str, values: "Mapping[str, object]", *, showable: "Callable[[str], str]") -> str:
    """HTML of `templates/<template>`: every value goes through `showable`, then has its `<`, `&` and quotes escaped.

    So does what a macro of the template makes: loops instead.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  likewise

    def finalize(value: object) -> object:
        return showable(value) if isinstance(value, str) else value

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(values)


def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  33 ms, only where something is rendered

    environment = Environment(  # noqa: S701  no HTML is rendered here
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["yaml"] = yaml_quoted
    return environment
