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
from hubyard.errors import BuildFailed, CheckoutMissing, GateBusy, Interrupted, Status
from hubyard.gate.port import OldLockHolder, Presence, Queue
from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.builds import BuildLogAnswer, BuildsAnswer
from hubyard.show.tables.deploy import DeployAnswer, result_of
from hubyard.show.tables.health import HealthAnswer
from hubyard.show.tables.plan import PlanAnswer
from hubyard.show.tables.queue import QueueAnswer
from hubyard.show.tables.removed import RemovedAnswer
from hubyard.show.tables.status import StatusAnswer

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
ANSWERS: Mapping[str, Answer] = {
    "deploy": DEPLOY,
    "deploy_of_nothing": DeployAnswer(outcomes=()),
    "plan_refused": PlanAnswer(plans={"WBFinHub": CheckoutMissing(hub="WBFinHub", checkout=Path("/srv/checkouts/WBFinHub"))}),
    "queue": QueueAnswer(queue=QUEUE),
    "queue_empty": QueueAnswer(queue=Queue()),
    "status": StatusAnswer(yard=YARD, queue=QUEUE),
    "health": HealthAnswer(report=HEALTH),
    "builds": BuildsAnswer(records=(RECORD, replace(RECORD, status=None, elapsed_s=None))),
    "builds_none": BuildsAnswer(records=()),
    "build_log": BuildLogAnswer(record=RECORD, text="#1 한글\n#2 done\n"),
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
