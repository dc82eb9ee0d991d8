"""What only Hubyard itself knows, where it runs: no shell is asked, it is recorded as a document."""

from functools import cache
from typing import TYPE_CHECKING, Final

from hubyard.diagnosis.facts.work import YardFacts
from hubyard.diagnosis.heard import Heard, Unread, Why

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCRIPT: Final = ""


def write_yard(yard: YardFacts) -> str:
    return _documents().dump_json(yard).decode()


def parse(heard: Heard) -> YardFacts | Unread:
    from pydantic import ValidationError  # noqa: PLC0415  28 ms

    if not heard.text:
        return Unread(why=Why.NOT_ASKED)
    try:
        return _documents().validate_json(heard.text)
    except ValidationError as fault:
        return Unread(why=Why.NOT_UNDERSTOOD, detail=f"{fault.error_count()} fields")


@cache
def _documents() -> "TypeAdapter[YardFacts]":
    from pydantic import TypeAdapter  # noqa: PLC0415  as above

    return TypeAdapter(YardFacts)
