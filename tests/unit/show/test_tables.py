"""Answers as text that fits the page in both languages, and as documents."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from hubyard.deploy.values import Action, HealthReport, HubHealth, HubOutcome, HubStatus, Removed, StageResult, YardStatus
from hubyard.engine.build_record import BuildRecord
from hubyard.errors import BuildFailed, CheckoutMissing, GateBusy, HubyardError, Interrupted, Status, WorkerLost
from hubyard.gate.port import OldLockHolder, Presence, Queue
from hubyard.history.values import BuildOutcome, CacheState, StageMeasured
from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.builds import BuildLogAnswer, BuildsAnswer
from hubyard.show.tables.deploy import DeployAnswer, result_of
from hubyard.show.tables.health import HealthAnswer
from hubyard.show.tables.history import HistoryAnswer
from hubyard.show.tables.plan import PlanAnswer
from hubyard.show.tables.queue import QueueAnswer
from hubyard.show.tables.removed import RemovedAnswer
from hubyard.show.tables.status import StatusAnswer
from tests.contracts.history.measured import build

LONG_AGO = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
FAILED = BuildFailed(hub="WBFinHub", step="[build 5/7] RUN npm run build", tail="no", log=Path("/l"))
BUSY = GateBusy(hub="WBFinHub", waited_s=3600, holders="WBSalesHub", wait_for="build")


def stage(name: str, elapsed_s: float) -> StageResult:
    return StageResult(stage=name, elapsed_s=elapsed_s)


BUILT = HubOutcome(
    hub="WBHubManager",
    action=Action.BUILD,
    revision="0c27f8a91b2e",
    stages=(stage("pull", 0.31), stage("build", 75.2), stage("tag", 0.05), stage("start", 59.97), stage("cleanup", 0.4)),
    image_bytes=436_000_000,
    waited_s=12.3,
)
UNCHANGED = HubOutcome(hub="WBSalesHub", action=Action.UNCHANGED, revision="a", stages=(stage("pull", 0.3),), image_bytes=435_000_000)
BROKEN = HubOutcome(
    hub="WBFinHub",
    action=Action.BUILD,
    revision="a",
    stages=(stage("pull", 0.3), StageResult(stage="build", elapsed_s=31.2, problem=FAILED)),
)
DEPLOY = DeployAnswer(outcomes=(BUILT, UNCHANGED, BROKEN), skipped=("WBOnboardingHub",))


def presence(title: str, pid: int, *, stopped: bool = False) -> Presence:
    return Presence(
        id="1",
        hub=title.lower(),
        title=title,
        user="ubuntu",
        pid=pid,
        command="invoke deploy --hub=WBHubManager,WBOnboardingHub --keep-going --wait-timeout=3600",
        since=LONG_AGO,
        stopped=stopped,
        granted_bytes=2_300_000_000,
        known=not stopped,
        usual_s=50,
    )


QUEUE = Queue(
    running=(presence("WBFinHub", 4711),),
    waiting=(presence("WBOnboardingHub", 4712, stopped=True),),
    old_lock=(OldLockHolder(pid=77, user="deploy", command="bash ./scripts/deploy-staging.sh", since=None),),
    hubs_held=(presence("WBFinHub", 4711), presence("WBHubManager", 4713)),
)
YARD = YardStatus(
    yard="staging",
    hubs=(
        HubStatus(
            hub="WBOnboardingHub",
            container="wbonboardinghub-staging",
            state="running",
            health="unhealthy",
            revision="0c27f8a91b2e-dirty",
            since=LONG_AGO,
            image_bytes=436_000_000,
            releases=("0c27f8a91b2e-dirty", "9ab41e0f7c55", "77aa41e0f7c5"),
        ),
        HubStatus(hub="WBFinHub", container="", state="absent", health="", revision="", since=None, image_bytes=0),
    ),
    gateway="http://127.0.0.1:4400",
    gateway_running=False,
)
HEALTH = HealthReport(
    hubs=(
        HubHealth(
            hub="WBHubManager", url="http://127.0.0.1:4400/api/health", well=True, status=200, seconds=0.012, revision="0c27f8a91b2e"
        ),
        HubHealth(
            hub="WBOnboardingHub",
            url="http://127.0.0.1:4400/onboarding/api/health",
            well=False,
            status=None,
            seconds=5.0,
            detail="connection refused",
        ),
    )
)
RECORD = BuildRecord(
    hub="WBOnboardingHub",
    tag="0c27f8a91b2e-dirty-aabbccddeeff",
    revision="0c27f8a91b2e-dirty",
    started=LONG_AGO,
    status=17,
    elapsed_s=75.3,
    log=Path("/y/.hubyard/builds/wbonboardinghub/20260102T030400Z-0c27f8a91b2e-dirty-aabbccddeeff.log"),
)
MEASURED = build(
    hub="wbonboardinghub",
    cache=CacheState.COLD,
    outcome=BuildOutcome.THRASHED,
    began=LONG_AGO,
    elapsed_s=754.2,
    peak_bytes=1_230_000_000,
    granted_bytes=1_150_000_000,
    cap_bytes=1_265_000_000,
    stages=(StageMeasured(name="build", peak_bytes=1_230_000_000, elapsed_s=700.0),),
    killed_stages=("build",),
)
UNMEASURED = build(began=LONG_AGO, elapsed_s=754.2)
HISTORY = HistoryAnswer(builds=(MEASURED, UNMEASURED), names={"wbonboardinghub": "WBOnboardingHub", "wbfinhub": "WBFinHub"})
ANSWERS: Mapping[str, Answer] = {
    "deploy": DEPLOY,
    "deploy_at_once": replace(DEPLOY, elapsed_s=3725.0),
    "deploy_of_nothing": DeployAnswer(outcomes=()),
    "plan_refused": PlanAnswer(plans={"WBFinHub": CheckoutMissing(hub="WBFinHub", checkout=Path("/srv/checkouts/WBFinHub"))}),
    "queue": QueueAnswer(queue=QUEUE),
    "queue_empty": QueueAnswer(queue=Queue()),
    "status": StatusAnswer(yard=YARD, queue=QUEUE),
    "health": HealthAnswer(report=HEALTH),
    "builds": BuildsAnswer(records=(RECORD, replace(RECORD, status=None, elapsed_s=None))),
    "builds_none": BuildsAnswer(records=()),
    "build_log": BuildLogAnswer(record=RECORD, text="#1 한글\n#2 done\n"),
    "history": HISTORY,
    "history_of_a_long_name": HistoryAnswer(builds=(MEASURED,), names={"wbonboardinghub": "W" * 40}),
    "history_none": HistoryAnswer(builds=(), names={}),
    "removed": RemovedAnswer(removed=Removed(containers=("a-staging",), images=(), volumes=("a_data",))),
}
AT_EIGHTY = [(name, language) for name in ANSWERS for language in ("en", "ko")]


@pytest.mark.parametrize(("name", "language"), AT_EIGHTY)
def test_answer_fits_eighty_columns(name: str, language: str) -> None:
    lines = "\n".join(ANSWERS[name].as_lines(Speech(language), Page(width=80))).splitlines()
    assert not [line for line in lines if cell_len(line) > 80]
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_answer_is_a_document(answer: Answer) -> None:
    assert json.loads(json.dumps(answer.as_json())) == answer.as_json()


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_answer_in_colour_says_the_same(answer: Answer) -> None:
    from rich.text import Text  # noqa: PLC0415  to take the colours away again

    coloured = answer.as_lines(Speech("en"), Page(width=80, coloured=True))
    bare = [Text.from_ansi(line).plain.rstrip() for line in coloured]
    assert [line for line in bare if line] == [line for line in answer.as_lines(Speech("en"), Page(width=80)) if line]


def test_deploy_in_korean() -> None:
    assert list(DEPLOY.as_lines(Speech("ko"), Page(width=80))) == [
        "",
        "허브             결과       Pull    빌드  태그  시작  정리  합계  이미지",
        "────────────────────────────────────────────────────────────────────────",
        "WBHubManager     빌드됨      0.3    1:15   0.1  1:00   0.4  2:16  436 MB",
        "WBSalesHub       변경 없음   0.3       –     –     –     –   0.3  435 MB",
        "WBFinHub         실패        0.3  ✗ 31.2     –     –     –  31.5       –",
        "WBOnboardingHub  건너뜀        –       –     –     –     –     –       –",
        "전체 2분 48초, 그중 락 대기 12초",
    ]


def test_deploy_status_is_the_worst() -> None:
    assert DEPLOY.status is Status.FAILED
    assert list(DEPLOY.problems) == [FAILED]


RESULTS = {
    "built": BUILT,
    "unchanged": UNCHANGED,
    "failed": BROKEN,
    "busy": HubOutcome(hub="A", action=None, revision="", stages=(StageResult(stage="build", elapsed_s=1, problem=BUSY),)),
    "stopped": HubOutcome(
        hub="A", action=None, revision="", stages=(StageResult(stage="build", elapsed_s=1, problem=Interrupted(signal_number=2)),)
    ),
}


@pytest.mark.parametrize(("word", "outcome"), RESULTS.items())
def test_result_of(word: str, outcome: HubOutcome) -> None:
    assert result_of(outcome) == word


def test_queue_names_a_deploying_hub_once() -> None:
    pids = [line.split("(")[1].split(")")[0] for line in QueueAnswer(queue=QUEUE).as_lines(Speech("en"), Page(width=80)) if "(" in line]
    assert pids == ["4711", "77", "4712", "4713"]


def test_history_in_korean() -> None:
    began = f"{LONG_AGO.astimezone():%m-%d %H:%M}"
    assert list(HISTORY.as_lines(Speech("ko"), Page(width=80))) == [
        "허브             시작 시각    결과    캐시   시간      최대     할당     한도",
        "─────────────────────────────────────────────────────────────────────────────",
        f"WBOnboardingHub  {began}  스래싱  없음  12:34  ≥1.23 GB  1.15 GB  1.26 GB",
        f"WBFinHub         {began}  빌드됨  사용  12:34         –        –        –",
    ]


def test_history_document_has_no_peak_where_none_was_measured() -> None:
    assert [build["peak_bytes"] for build in HISTORY.as_json()["builds"]] == [1_230_000_000, None]


def test_queue_in_korean() -> None:
    since = f"{LONG_AGO.astimezone():%m-%d %H:%M}"
    lines = QueueAnswer(queue=replace(QUEUE, hubs_held=())).as_lines(Speech("ko"), Page(width=140))
    assert [line.partition("  invoke")[0] for line in lines if " GB" in line or "메모리" in line] == [
        "위치     허브             사용자         시작 시각     메모리  명령",
        f"빌드 중  WBFinHub         ubuntu (4711)  {since}   2.3 GB",
        f"1, 멈춤  WBOnboardingHub  ubuntu (4712)  {since}  ~2.3 GB",
    ]


def test_queue_document_tells_granted_from_asked_for() -> None:
    document = QueueAnswer(queue=QUEUE).as_json()
    told = {"measured": True, "usual_s": 50}
    assert document["running"][0].items() >= {"granted_bytes": 2_300_000_000, **told}.items()
    assert document["waiting"][0].items() >= {"asks_for_bytes": 2_300_000_000, **told, "measured": False}.items()


@pytest.mark.parametrize(("elapsed_s", "said"), [(0.0, "Total "), (100.0, "Took 1 min 40 s; the hubs added up ")])
def test_deploy_with_several_at_once_says_how_long_it_took(elapsed_s: float, said: str) -> None:
    assert replace(DEPLOY, elapsed_s=elapsed_s).as_lines(Speech("en"), Page(width=100))[-1].startswith(said)


def test_deploy_tells_a_problem_that_all_share_once() -> None:
    def stopped(hub: str, problem: HubyardError) -> HubOutcome:
        return HubOutcome(hub=hub, action=None, revision="", stages=(StageResult(stage="build", elapsed_s=1.0, problem=problem),))

    outcomes = tuple(stopped(hub, Interrupted(signal_number=2)) for hub in "AB")
    others = tuple(stopped(hub, WorkerLost(hub=hub, ended="SIGKILL")) for hub in "CD")
    told = [problem.code() for problem in DeployAnswer(outcomes=(*outcomes, *others)).problems]
    assert told == ["interrupted", "worker_lost", "worker_lost"]
