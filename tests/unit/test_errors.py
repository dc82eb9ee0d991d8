"""What every error can do."""

import pickle
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from hubyard.errors import HubyardError
from hubyard.show.exit_codes import error_classes

KINDS = list(error_classes())


def example(kind: type[HubyardError]) -> HubyardError:
    values: dict[Any, object] = {str: "한글", int: 15, float: 1.5, bool: True, Path: Path("/l")}
    return kind(**{field.name: values.get(field.type, ()) for field in fields(kind)})


@pytest.mark.parametrize("kind", KINDS, ids=[kind.code() for kind in KINDS])
def test_error_is_the_same_in_another_process(kind: type[HubyardError]) -> None:
    sent = example(kind)
    got = pickle.loads(pickle.dumps(sent))
    assert (type(got), got.fields(), got.exit_status) == (kind, sent.fields(), sent.exit_status)
