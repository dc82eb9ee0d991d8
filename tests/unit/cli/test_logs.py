"""Lines of hubs, as they come or as one document."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest

from hubyard.cli.frame import Frame
from hubyard.cli.logs import show_logs
from hubyard.errors import HubNotThere, Status, UnknownOption
from hubyard.events import Tell
from hubyard.show.answer import Answer
from tests.unit.deploy.machine import FakeMachine


class Framed(FakeMachine):
    @contextmanager
    def signals(self) -> Iterator[None]:
        yield


@pytest.fixture
def machine() -> Framed:
    made = Framed("Toy", "Bee")
    assert not any(outcome.failed for outcome in made.deploy())
    made.engine.logs = {"toy-staging": ("one", "two", "three")}
    made.told.clear()
    return made


def ran(machine: Framed, *, as_json: bool, hub: str = "all", follow: bool = False) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()

    def make_tools(_yard: str | None, tell: Tell) -> Framed:
        machine.tell = tell
        return machine

    def body(tools: Framed) -> Answer | Status:
        return show_logs(tools, hub=hub, tail=2, follow=follow, as_json=as_json)

    status = Frame(environment={}, make_tools=make_tools, as_json=as_json, out=out, err=err).run(body, {})
    return status, out.getvalue(), err.getvalue()


def test_logs_as_json_are_one_document(machine: Framed) -> None:
    status, out, err = ran(machine, as_json=True)
    assert json.loads(out) == {
        "schema": "hubyard.logs/1",
        "hubs": [{"hub": "Toy", "lines": ["two", "three"]}, {"hub": "Bee", "lines": []}],
    }
    assert (status, err) == (0, "")


@pytest.mark.parametrize("follow", [False, True])
def test_logs_for_people_are_lines(machine: Framed, *, follow: bool) -> None:
    assert ran(machine, as_json=False, hub="Toy", follow=follow) == (0, "Toy │ two\nToy │ three\n", "")


def test_logs_as_json_cannot_be_followed(machine: Framed) -> None:
    with pytest.raises(UnknownOption) as refused:
        show_logs(machine, hub="Toy", tail=2, follow=True, as_json=True)
    assert refused.value.expected == "not_with_follow"


@pytest.mark.parametrize("as_json", [False, True])
def test_logs_of_a_hub_without_a_container_are_not_there(*, as_json: bool) -> None:
    with pytest.raises(HubNotThere):
        show_logs(FakeMachine("Toy"), hub="Toy", tail=2, follow=False, as_json=as_json)
