"""What is in force: every setting with where its value comes from, as it may be shown."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from hubyard.config.assembling import HUB_FILE, YARD_FILE
from hubyard.config.bounds import toml_key
from hubyard.config.hub import Hub
from hubyard.config.keys import plain_of
from hubyard.config.masking import hide
from hubyard.config.yard import Yard

DEFAULT: Final = "default"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """`key` is dotted; `value` is plain, without secrets, None for what is left to others; `given_by` is a file's name or "default"."""

    key: str
    value: Any
    given_by: str


def merged_yard(yard: Yard) -> tuple[Setting, ...]:
    return tuple(_settings(yard.settings, yard.written, YARD_FILE))


def merged_hub(hub: Hub) -> tuple[Setting, ...]:
    return tuple(_settings(hub.settings, hub.written, HUB_FILE))


def _settings(settings: Any, written: Collection[str], file: str, prefix: str = "") -> Iterator[Setting]:  # noqa: ANN401  any of ours
    for one in fields(settings):
        key, value = f"{prefix}{toml_key(one.name)}", getattr(settings, one.name)
        if is_dataclass(value):
            yield from _settings(value, written, file, f"{key}.")
        else:
            yield Setting(key=key, value=hide(key, plain_of(one.name, value)), given_by=file if key in written else DEFAULT)
