"""The doctor on real files, read by Compose itself."""

from pathlib import Path

from hubyard.doctor.examine import examine
from hubyard.doctor.values import State, YardReport
from hubyard.events import tell_nobody
from hubyard.tools import BUNDLED_YARD, Tools

HUB = 'service = "web"\npath = "."\nparallelism = 1\n'
COMPOSE = """\
services:
  web:
    build:
      context: .
      args: [NPM_TOKEN=planted, "A=1"]
    ports: ["3000"]
    container_name: ${NAME:-web}
  twin:
    build: {context: ., args: {A: 1, NPM_TOKEN: planted}}
"""
LISTED = """\
services:
  web:
    build: .
    mem_limit: 512m
    environment:
      - A=1
      - NODE_OPTIONS=--max-old-space-size=999
"""
DOCKERFILE = "FROM alpine:3.22\nRUN make\nUSER nobody\nHEALTHCHECK CMD curl -f http://localhost\n"


def examined(folder: Path) -> YardReport:
    tools = Tools(yard_folder=folder, tell=tell_nobody)
    return examine(tools.yard.hubs, strict=False, tools=tools)


def test_bundled_hubs_are_well_and_nothing_is_skipped() -> None:
    report = examined(BUNDLED_YARD)
    assert {state.value: report.count(state) for state in State} == {"ok": 4, "warn": 0, "fail": 0, "skip": 0}


def test_hub_is_judged_by_what_compose_says_and_on_the_lines_where_it_stands(tmp_path: Path) -> None:
    hub = tmp_path / "Web"
    hub.mkdir()
    for name, text in {"hub.toml": HUB, "compose.yaml": COMPOSE, "Dockerfile": DOCKERFILE, ".dockerignore": ".env*\n"}.items():
        (hub / name).write_text(text, encoding="utf-8")
    found = [(one.rule, one.kind, one.place.line if one.place else 0) for one in examined(tmp_path).hubs[0].findings]
    assert found == [
        ("HUB12", "build_arg", 5),
        ("HUB01", "program_lacking", 4),
        ("HUB03", "arg_unused", 0),
        ("HUB10", "twins", 9),
        ("HUB11", "name", 7),
    ]


def test_what_stands_in_a_list_is_found_and_replaced_there(tmp_path: Path) -> None:
    hub = tmp_path / "Web"
    hub.mkdir()
    for name, text in {"hub.toml": HUB, "compose.yaml": LISTED, "Dockerfile": "FROM node:24-slim\n"}.items():
        (hub / name).write_text(text, encoding="utf-8")
    (heap,) = (one for one in examined(tmp_path).hubs[0].findings if one.rule == "HUB02")
    assert [(one.place.line, one.lines) for one in heap.remedies] == [(7, ("      - NODE_OPTIONS=--max-old-space-size=384",))]
