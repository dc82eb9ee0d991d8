"""Hubs side by side: each in a worker of its own, as many as the request says, and no more builds than the gate lets in."""

from collections.abc import Callable, Iterator

from hubyard.deploy.events import HubEnded, HubPutOff, StageEnded
from hubyard.deploy.line import Line
from hubyard.deploy.one_hub import deploy_hub
from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome
from hubyard.deploy.workers import Crew, DeployAllTools, Failed, News
from hubyard.errors import Interrupted
from hubyard.events import Event
from hubyard.host.port import Clock


def side_by_side(request: DeployRequest, *, tools: DeployAllTools) -> Iterator[HubOutcome]:
    """Outcomes in the order of the request, when the last hub at work has ended. Raises Interrupted by a signal that met nobody at work."""
    line, say = Line(request=request), once(tools.tell)
    with tools.workers.crew(deploy_ordered, size=len(request.hubs)) as crew:
        line = direct(line, crew, tools.clock)
        for news in crew.news():
            if event := event_of(news, line):
                say(event)
            line = direct(line.heard(news, now_s=tools.clock.monotonic_s()), crew, tools.clock)
    if line.unheeded is not None:
        raise Interrupted(signal_number=line.unheeded)
    yield from line.outcomes


def deploy_ordered(order: DeployRequest, tools: DeployTools) -> HubOutcome:
    """What a worker does."""
    (hub,) = order.hubs
    return deploy_hub(hub, request=order, tools=tools)


def direct(line: Line, crew: Crew, clock: Clock) -> Line:
    """Begin all who may, and recall who must not any more."""
    while (order := line.next_order()) is not None:
        crew.begin(order)
        line = line.begun(order.hubs[0], now_s=clock.monotonic_s())
    while (hub := line.next_recall()) is not None:
        crew.recall(hub)
        line = line.recalled(hub)
    return line


def event_of(news: News, line: Line) -> Event | None:
    """What is told of it. A worker that was lost could not tell of its end itself; one that was recalled has not failed."""
    match news:
        case Failed():
            status = news.problem.exit_status
            return HubPutOff(hub=news.hub) if line.is_put_off(news.hub, status) else HubEnded(hub=news.hub, status=status)
        case HubEnded():
            return HubPutOff(hub=news.hub) if line.is_put_off(news.hub, news.status) else news
        case StageEnded(failed=True):
            return None if line.at_work[news.hub].recalled else news
        case Event():
            return news
        case _:
            return None


def once(tell: Callable[[Event], None]) -> Callable[[Event], None]:
    """What is not of one hub is said once, though each worker finds it out for itself."""
    told: list[Event] = []

    def say(event: Event) -> None:
        if not hasattr(event, "hub"):
            if event in told:
                return
            told.append(event)
        tell(event)

    return say
