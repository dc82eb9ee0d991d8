"""What the doctor found, as text that fits the page and as a document."""

import ast
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from hubyard.doctor import rules
from hubyard.doctor.examine import judge_hub
from hubyard.doctor.rules import RULES
from hubyard.doctor.values import YardReport
from hubyard.errors import PluginMissing, VariableMissing
from hubyard.show.output import Page
from hubyard.show.speech import Speech, load_sentences
from hubyard.show.tables.doctor import DoctorAnswer, sentence_of
from tests.unit.doctor.files_of_a_hub import NEXT, read_of

COMPOSE = """\
services:
  shop:
    container_name: my-shop
    image: shop:1
    build: {context: ., args: {NPM_TOKEN: planted-secret}}
    ports: [{published: "3100", target: 3000}]
    environment: {NODE_OPTIONS: --max-old-space-size=999, SESSION_SECRET: planted-secret}
    mem_limit: "100000000"
  worker:
    build: {context: ., args: {NPM_TOKEN: planted-secret}}
  twin:
    image: shop:1
    build: {context: other}
"""
DOCKERFILE = """\
FROM node AS deps
ENV NODE_OPTIONS=--max-old-space-size=512 API_KEY=planted-secret
RUN DB_PASSWORD=planted-secret npm ci
FROM node:24 AS build
COPY . .
RUN npm run build
FROM team/base:1
COPY --from=deps /a /a
COPY --from=build /a /a
HEALTHCHECK CMD curl localhost
"""
FILES = {
    "Dockerfile": DOCKERFILE,
    "package.json": NEXT,
    "next.config.mjs": "export default {\n  productionBrowserSourceMaps: true,\n  env: { ...process.env },\n};\n",
    "package-lock.json": '{"packages": {"a": {\n"resolved": "https://npm.corp.com/a.tgz"}}}',
    ".env": "A=planted-secret\n",
}
ILL = judge_hub(read_of(FILES, compose=COMPOSE))
UNREAD = judge_hub(read_of({"Dockerfile": "FROM node:24\nUSER node\n"}, refusal=PluginMissing(plugin="compose")))
REFUSED = judge_hub(read_of({}, refusal=VariableMissing(hub="Shop", variable="PORT", files="/apps/shop/compose.yaml")))
ANSWER = DoctorAnswer(report=YardReport(hubs=(ILL, UNREAD, REFUSED), strict=True))
TAGS = {"en": ("[fail]", "[warn]", "[skip]", "[ok]"), "ko": ("[실패]", "[경고]", "[건너뜀]", "[정상]")}


def lines_in(language: str, *, width: int = 80, coloured: bool = False) -> list[str]:
    return list(ANSWER.as_lines(Speech(language), Page(width=width, coloured=coloured)))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [40, 80])
def test_lines_fit_the_page_but_for_those_to_paste(language: str, width: int) -> None:
    to_paste = {line.strip() for hub in ANSWER.report.hubs for one in hub.findings for remedy in one.remedies for line in remedy.lines}
    too_wide = [line for line in lines_in(language, width=width) if cell_len(line) > width and line.strip() not in to_paste]
    assert [line for line in too_wide if " " in line.strip()] == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_tags_say_the_state_without_colour_and_with_it(language: str) -> None:
    for coloured in (False, True):
        text = "\n".join(lines_in(language, coloured=coloured))
        assert all(tag in text for tag in TAGS[language])
        assert ("\x1b[" in text) is coloured


def test_findings_have_file_line_and_what_to_put_there() -> None:
    lines = lines_in("en")
    at = lines.index("[warn] HUB08 base tags · Dockerfile:1")
    assert lines[at : at + 5] == [
        "[warn] HUB08 base tags · Dockerfile:1",
        "       node has no tag, which means latest: the same commit builds on another",
        "       image tomorrow.",
        "       → in the place of Dockerfile:1:",
        "           FROM node:24-slim AS deps",
    ]


def test_what_could_not_be_judged_for_one_reason_is_said_once() -> None:
    heads = [line for line in lines_in("en", width=200) if line.startswith("[skip]")]
    assert "[skip] HUB10 built twice, HUB11 switch-over, HUB12 secrets, HUB14 image name" in "\n".join(heads)


def test_what_compose_refuses_is_said_in_its_own_words() -> None:
    assert "PORT" in "\n".join(lines_in("ko"))


def test_document_has_every_finding_with_its_place() -> None:
    document = json.loads(json.dumps(ANSWER.as_json()))
    found = next(one for one in document["hubs"][0]["findings"] if one["rule"] == "HUB08")
    assert (document["status"], document["counts"]["fail"]) == (2, ANSWER.report.count(ILL.findings[0].state))
    assert found == {
        "rule": "HUB08",
        "state": "warn",
        "kind": "untagged",
        "file": "/apps/shop/Dockerfile",
        "line": 1,
        "seen": {"image": "node"},
        "problem": None,
        "put": [{"where": "replace", "file": "/apps/shop/Dockerfile", "line": 1, "last": 1, "lines": ["FROM node:24-slim AS deps"]}],
    }


def test_no_secret_is_repeated() -> None:
    assert "planted" not in json.dumps(ANSWER.as_json()) + "\n".join(lines_in("en") + lines_in("ko"))


def constants_of(rule: str) -> set[str]:
    module = next(one for one in vars(rules).values() if getattr(one, "RULE", "") == rule)
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    return {str(one.value) for one in ast.walk(tree) if isinstance(one, ast.Constant)}


@pytest.mark.parametrize("rule", RULES)
def test_sentence_is_of_a_kind_that_the_rule_has(rule: str) -> None:
    own = load_sentences("doctor").get(rule, {})
    kinds = {"arg", "env"} if rule == "HUB12" else set()  # those are instructions' names in small letters
    assert set(own) - kinds <= constants_of(rule)


def test_each_rule_has_a_title() -> None:
    assert set(load_sentences("doctor")["title"]) == set(RULES)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_each_finding_has_a_sentence(language: str) -> None:
    findings = [finding for hub in ANSWER.report.hubs for finding in hub.findings]
    assert all(sentence_of(finding, Speech(language)) for finding in findings)
