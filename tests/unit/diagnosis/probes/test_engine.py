import json

import pytest

from hubyard.diagnosis.facts.engine import EngineFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.engine import parse
from tests.unit.diagnosis.probes.answers import answer

INFO = {
    "version": "26.1.5+dfsg1",
    "root": "/var/lib/docker",
    "storage": "overlay2",
    "cgroup_version": "2",
    "cgroup_driver": "systemd",
    "security": ["name=seccomp,profile=builtin", "name=rootless"],
    "warnings": ["WARNING: No swap limit support"],
    "log_driver": "json-file",
    "name": "staging",
    "memory": 2069037056,
    "live_restore": True,
    "mirrors": ["https://mirror.example/", "https://me:secret@mirror.example/"],
    "plugins": ["buildx", "0.13.1+ds1", "compose", "2.26.1-4", ""],
}
FACTS = EngineFacts(
    version="26.1.5+dfsg1",
    api="1.45",
    root_folder="/var/lib/docker",
    storage="overlay2",
    cgroup_version=2,
    cgroup_driver="systemd",
    rootless=True,
    plugins={"buildx": "0.13.1+ds1", "compose": "2.26.1-4"},
    warnings=("WARNING: No swap limit support",),
    mirrors=("https://mirror.example/", "https://mirror.example/"),
    log_driver="json-file",
    log_limited=True,
    name="staging",
    memory_bytes=2069037056,
    live_restore=True,
)
DOWN = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
NOT_OURS = (
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar": dial unix'
)


def test_parse_all() -> None:
    assert parse(answer(("info", json.dumps(INFO)), ("api", "1.45"), ("log_limit", "1"))) == FACTS


def test_parse_version_alone() -> None:
    assert parse(answer(("info", '{"version":"29.0.0"}'), status=None)) == EngineFacts(version="29.0.0")


UNREAD = {
    "down": ([("info", '{"version":"","plugins":[""]}\n' + DOWN, 1)], 0, Unread(why=Why.NO_ENGINE, detail=DOWN)),
    "down_said_before_half_an_answer": ([("info", DOWN + '\n{"version":"","plugins":[""]}', 1)], 0, Unread(why=Why.NO_ENGINE, detail=DOWN)),
    "not_ours": ([("info", NOT_OURS, 1)], 0, Unread(why=Why.NO_RIGHTS, detail=NOT_OURS)),
    "no_program": ([("info", "sh: 6: docker: not found", 127)], 0, Unread(why=Why.ABSENT, detail="sh: 6: docker: not found")),
    "hangs": ([], None, Unread(why=Why.TIMED_OUT)),
    "something_else": (
        [("info", "flag provided but not defined", 2)],
        0,
        Unread(why=Why.NOT_UNDERSTOOD, detail="flag provided but not defined"),
    ),
}


@pytest.mark.parametrize(("parts", "status", "expected"), UNREAD.values(), ids=UNREAD)
def test_engine_that_does_not_answer_says_why(parts: list[tuple[str, str]], status: int | None, expected: Unread) -> None:
    assert parse(answer(*parts, status=status)) == expected


def test_warning_about_rights_beside_an_engine_that_is_down_is_not_the_reason() -> None:
    text = "WARNING: Error loading config file: open /root/.docker/config.json: permission denied\n" + DOWN
    assert parse(answer(("info", text, 1))) == Unread(why=Why.NO_ENGINE, detail=DOWN)
