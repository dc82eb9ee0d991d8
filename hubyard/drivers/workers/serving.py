"""A worker's whole life: one order."""

import socket
import traceback
from collections.abc import Callable, Sequence

from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome
from hubyard.deploy.workers import Work
from hubyard.drivers.environment import environment
from hubyard.drivers.workers.channel import Receiver, Sender
from hubyard.drivers.workers.forking import hear_signals
from hubyard.errors import HubyardError, Interrupted, UnexpectedFault
from hubyard.events import Tell


def serve(end: socket.socket, *, not_ours: Sequence[socket.socket], work: Work, make_tools: Callable[[Tell], DeployTools]) -> None:
    """One order, and how it ended. `not_ours` are the parent's ends, which would keep the others from hearing that the parent has gone."""
    for other in not_ours:
        other.close()
    sender = Sender(end)
    try:
        hear_signals()
        order = _order(end)
        if order is not None:
            sender.finish(_carried_out(order, work=work, tools=make_tools(sender.tell)))
    except Interrupted as problem:  # outside the work itself: before it began or just after its end
        if not sender.finished:
            sender.finish(problem)


def _order(end: socket.socket) -> DeployRequest | None:
    """None when there is none to come."""
    orders = Receiver(end)
    while not orders.over:
        for order in orders.read():
            assert isinstance(order, DeployRequest)  # noqa: S101  nothing else is sent
            return order
    return None


def _carried_out(order: DeployRequest, *, work: Work, tools: DeployTools) -> HubOutcome | HubyardError:
    try:
        return work(order, tools)
    except HubyardError as problem:
        return problem
    except Exception as fault:  # noqa: BLE001  the last net here: a fault of ours in one hub is not the end of the others
        if environment().get("HUBYARD_DEBUG") == "1":
            traceback.print_exc()
        return UnexpectedFault.of(fault)
