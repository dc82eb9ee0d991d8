"""What hubs side by side may rely on."""

from pathlib import Path
from time import sleep

from hubyard.deploy.events import HubBegun, StageStarted
from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome, StageResult
from hubyard.deploy.workers import Crew, Failed, News, Work, Workers
from hubyard.drivers.workers import ForkedWorkers
from hubyard.errors import BuildFailed, Status, UnexpectedFault
from hubyard.events import Event
from tests.contracts.workers.conftest import order_for

TAIL = "npm error\n" * 100_000


def well(order: DeployRequest, tools: DeployTools) -> HubOutcome:
    hub = order.hubs[0].name
    tools.tell(HubBegun(hub=hub))
    for stage in ("pull", "build", "tag"):
        tools.tell(StageStarted(hub=hub, stage=stage))
    return HubOutcome(hub=hub, action=None, revision="aaaa", stages=())


def failing(order: DeployRequest, _tools: DeployTools) -> HubOutcome:
    raise BuildFailed(hub=order.hubs[0].name, step="[2/3] RUN npm ci", tail=TAIL, log=Path("/log"))


def failed_outcome(order: DeployRequest, _tools: DeployTools) -> HubOutcome:
    problem = BuildFailed(hub=order.hubs[0].name, step="[2/3] RUN npm ci", tail=TAIL, log=Path("/log"))
    return HubOutcome(hub="A", action=None, revision="", stages=(StageResult(stage="build", elapsed_s=1.0, problem=problem),))


def faulty(_order: DeployRequest, _tools: DeployTools) -> HubOutcome:
    raise ZeroDivisionError("a fault of ours")


def news_of(workers: Workers, work: Work, *hubs: str) -> list[News]:
    with workers.crew(work, size=len(hubs)) as crew:
        for hub in hubs:
            crew.begin(order_for(hub))
        return list(crew.news())


def test_worker_tells_in_order_and_ends_with_its_outcome(workers: Workers) -> None:
    *events, outcome = news_of(workers, well, "A")
    assert events == [HubBegun(hub="A"), *(StageStarted(hub="A", stage=stage) for stage in ("pull", "build", "tag"))]
    assert outcome == HubOutcome(hub="A", action=None, revision="aaaa", stages=())


def test_each_of_several_tells_its_own(workers: Workers) -> None:
    news = news_of(workers, well, "A", "B", "C")
    assert {one.hub for one in news if isinstance(one, HubOutcome)} == {"A", "B", "C"}
    for hub in ("A", "B", "C"):
        stages = [one.stage for one in news if isinstance(one, StageStarted) and one.hub == hub]
        assert stages == ["pull", "build", "tag"]


def test_error_of_the_work_is_the_same_here(workers: Workers) -> None:
    (failed,) = news_of(workers, failing, "A")
    assert isinstance(failed, Failed)
    assert isinstance(failed.problem, BuildFailed)
    assert (failed.hub, failed.problem.fields()) == (
        "A",
        {"hub": "A", "step": "[2/3] RUN npm ci", "tail": TAIL, "log": Path("/log"), "network": False},
    )


def test_outcome_with_a_long_error_in_it_arrives_whole(workers: Workers) -> None:
    (outcome,) = news_of(workers, failed_outcome, "A")
    assert isinstance(outcome, HubOutcome)
    assert outcome.problem is not None
    assert outcome.problem.fields()["tail"] == TAIL


def test_fault_of_ours_says_where_and_is_of_its_hub_alone(workers: Workers) -> None:
    def faulty_for_a(order: DeployRequest, tools: DeployTools) -> HubOutcome:
        return (faulty if order.hubs[0].name == "A" else well)(order, tools)

    news = news_of(workers, faulty_for_a, "A", "B")
    (failed,) = [one for one in news if isinstance(one, Failed)]
    assert isinstance(failed.problem, UnexpectedFault)
    assert (failed.hub, failed.problem.kind, failed.problem.detail) == ("A", "ZeroDivisionError", "a fault of ours")
    assert [one.hub for one in news if isinstance(one, HubOutcome)] == ["B"]


def test_order_given_while_listening_is_carried_out_too(workers: Workers) -> None:
    heard: list[str] = []

    def listen(crew: Crew) -> None:
        for one in crew.news():
            if isinstance(one, HubBegun) and one.hub == "A":
                crew.begin(order_for("B"))
            if isinstance(one, HubOutcome):
                heard.append(one.hub)

    with workers.crew(well, size=2) as crew:
        crew.begin(order_for("A"))
        listen(crew)
    assert sorted(heard) == ["A", "B"]


def test_recalled_worker_ends_as_by_sigterm(workers: Workers) -> None:
    def slow(order: DeployRequest, tools: DeployTools) -> HubOutcome:
        tools.tell(HubBegun(hub=order.hubs[0].name))
        if isinstance(workers, ForkedWorkers):
            sleep(60)
        return well(order, tools)

    with workers.crew(slow, size=1) as crew:
        crew.begin(order_for("A"))
        heard = crew.news()
        next(heard)
        crew.recall("A")
        (failed,) = heard
    assert isinstance(failed, Failed)
    assert (failed.hub, failed.problem.exit_status) == ("A", Status.TERMINATED)


def test_crew_without_orders_has_no_news_and_ends(workers: Workers) -> None:
    with workers.crew(well, size=3) as crew:
        assert list(crew.news()) == []


def test_every_event_in_between_is_an_event(workers: Workers) -> None:
    assert all(isinstance(one, Event) for one in news_of(workers, well, "A")[:-1])
