"""HUB01, HUB08, HUB09: health check, base tags, user."""

from typing import Any

import pytest

from hubyard.doctor.rules import base_tags, healthcheck, root_user
from hubyard.errors import EngineMissing
from tests.unit.doctor.files_of_a_hub import COMPOSE, NO_COMPOSE, Told, judged, pasted, read_of

SLIM = "FROM node:24-slim\n{}CMD node server.js\n"
CURL = "HEALTHCHECK CMD curl -f http://localhost:3000/\n"
IN_COMPOSE = COMPOSE + "    healthcheck: "
HEALTHCHECKS: dict[str, tuple[str, dict[str, Any], list[Told]]] = {
    "none": (SLIM.format(""), {}, [("warn", "missing", "Dockerfile", 1)]),
    "none_says_so": (SLIM.format("HEALTHCHECK NONE\n"), {}, [("warn", "missing", "Dockerfile", 1)]),
    "none_and_no_compose": (SLIM.format(""), NO_COMPOSE, [("skip", "no_compose", "Dockerfile", 1)]),
    "node": (SLIM.format('HEALTHCHECK CMD ["node", "check.js"]\n'), {}, []),
    "inherited": ("FROM node:24 AS a\nHEALTHCHECK CMD node c.js\nFROM a\n", {}, []),
    "in_a_stage_that_is_left": (
        "FROM node:24 AS a\nHEALTHCHECK CMD node c.js\nFROM node:24-slim\n",
        {},
        [("warn", "missing", "Dockerfile", 3)],
    ),
    "curl_in_slim": (SLIM.format(CURL), {}, [("warn", "program_lacking", "Dockerfile", 2)]),
    "curl_after_a_shell_s_and": (SLIM.format("HEALTHCHECK CMD true && curl x\n"), {}, [("warn", "program_lacking", "Dockerfile", 2)]),
    "curl_installed": (SLIM.format("RUN apt-get update && apt-get install -y curl=8\n" + CURL), {}, []),
    "curl_installed_by_apk": ("FROM node:24-alpine\nRUN apk add --no-cache curl~=8\n" + CURL, {}, []),
    "curl_copied_in": (SLIM.format("COPY --from=tools:1 /usr/bin/curl /usr/bin/\n" + CURL), {}, []),
    "curl_in_the_full_image": ("FROM node:24\n" + CURL, {}, []),
    "curl_in_alpine": ("FROM node:24-alpine\n" + CURL, {}, [("warn", "program_lacking", "Dockerfile", 2)]),
    "wget_in_alpine": ("FROM node:24-alpine\nHEALTHCHECK CMD wget -q localhost\n", {}, []),
    "curl_in_nginx": ("FROM nginx:1.28-alpine\n" + CURL, {}, []),
    "curl_in_nginx_s_slim": ("FROM nginx:1.28-alpine-slim\n" + CURL, {}, [("warn", "program_lacking", "Dockerfile", 2)]),
    "curl_in_a_stranger_on_alpine": ("FROM team/node-alpine:1\n" + CURL, {}, [("skip", "program_unknown", "Dockerfile", 2)]),
    "curl_called_by_a_shell_in_exec_form": (
        SLIM.format('HEALTHCHECK CMD ["sh", "-c", "curl -f localhost || exit 1"]\n'),
        {},
        [("warn", "program_lacking", "Dockerfile", 2)],
    ),
    "curl_installed_by_a_here_document": (
        SLIM.format("RUN <<EOF\n# don't ask\napt-get install -y \\\n  curl\nEOF\n" + CURL),
        {},
        [],
    ),
    "a_shell_in_distroless": (
        "FROM gcr.io/distroless/nodejs24-debian12:nonroot\nHEALTHCHECK CMD /nodejs/bin/node c.js\n",
        {},
        [("warn", "program_lacking", "Dockerfile", 2)],
    ),
    "no_shell_in_distroless": ('FROM gcr.io/distroless/nodejs24-debian12\nHEALTHCHECK CMD ["/nodejs/bin/node", "c.js"]\n', {}, []),
    "only_how_often_in_compose": (SLIM.format(""), {"compose": IN_COMPOSE + "{interval: 5s}\n"}, [("warn", "missing", "Dockerfile", 1)]),
    "how_often_in_compose": (
        SLIM.format(CURL),
        {"compose": IN_COMPOSE + "{interval: 5s}\n"},
        [("warn", "program_lacking", "Dockerfile", 2)],
    ),
    "path_in_compose": (
        SLIM.format(""),
        {"compose": IN_COMPOSE + "{test: [CMD, /usr/bin/curl, x]}\n"},
        [("warn", "program_lacking", "compose.yaml", 4)],
    ),
    "curl_in_a_stranger": ("FROM team/base:1\n" + CURL, {}, [("skip", "program_unknown", "Dockerfile", 2)]),
    "disabled": (
        SLIM.format(CURL),
        {"compose": IN_COMPOSE + "{disable: true}\n"},
        [("warn", "disabled", "compose.yaml", 4), ("warn", "program_lacking", "Dockerfile", 2)],
    ),
    "of_compose": (SLIM.format(""), {"compose": IN_COMPOSE + "{test: [CMD, node, c.js]}\n"}, []),
    "of_compose_takes_the_image_s_place": (SLIM.format(CURL), {"compose": IN_COMPOSE + "{test: [CMD, node, c.js]}\n"}, []),
    "of_compose_calls_curl": (
        SLIM.format(""),
        {"compose": IN_COMPOSE + '{test: ["CMD-SHELL", "curl x || exit 1"]}\n'},
        [("warn", "program_lacking", "compose.yaml", 4)],
    ),
}


@pytest.mark.parametrize(("dockerfile", "more", "expected"), HEALTHCHECKS.values(), ids=HEALTHCHECKS)
def test_healthcheck(dockerfile: str, more: dict[str, Any], expected: list[Told]) -> None:
    assert judged(healthcheck.judge, {"Dockerfile": dockerfile}, **more) == expected


def test_healthcheck_to_paste_asks_the_hub_s_own_path() -> None:
    read = read_of({"Dockerfile": SLIM.format("")}, settings={"port": 8080, "health_path": "/shop/api/health"})
    check = (
        "HEALTHCHECK --interval=15s --timeout=4s --start-period=30s \\",
        '    CMD ["node", "-e", \\',
        "    \"fetch('http://127.0.0.1:8080/shop/api/health') \\",
        '    .then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]',
    )
    assert pasted(healthcheck.judge(read)) == [("before", 2, 0, check)]


CALLED = {  # by the line to paste, in the image of a Node project's last stage
    "node:24-slim": '"node"',
    "gcr.io/distroless/nodejs24-debian12": '"/nodejs/bin/node"',
    "nginx:1.28-alpine": '"wget"',
    "nginx:1.28": '"curl"',
    "httpd:2.4": None,
    "gcr.io/distroless/static": None,
    "team/base:1": '"node"',
    "oven/bun:1": '"bun"',
}


@pytest.mark.parametrize(("image", "program"), CALLED.items(), ids=CALLED)
def test_healthcheck_to_paste_calls_what_the_last_image_has(image: str, program: str | None) -> None:
    dockerfile = f"FROM node:24 AS build\nFROM {image}\nCOPY --from=build /a /b\n"
    (finding,) = healthcheck.judge(read_of({"Dockerfile": dockerfile, "package.json": '{"name": "a"}'}))
    assert [one.lines[1].split("[")[1].split(",")[0] for one in finding.remedies] == ([program] if program else [])


def test_healthcheck_without_a_dockerfile_is_skipped() -> None:
    assert judged(healthcheck.judge, {}, refusal=EngineMissing(address="", detail="no_docker_program")) == [
        ("skip", "no_dockerfile", "", 0)
    ]


TAGS: dict[str, tuple[str, list[Told]]] = {
    "a_version": ("FROM node:24-slim\n", []),
    "a_digest": ("FROM node@sha256:abc\n", []),
    "none": ("FROM node\n", [("warn", "untagged", "Dockerfile", 1)]),
    "latest": ("FROM node:latest AS a\nFROM a\n", [("warn", "latest", "Dockerfile", 1)]),
    "latest_by_an_argument": ("ARG TAG=latest\nFROM node:$TAG\n", [("warn", "latest", "Dockerfile", 2)]),
    "an_argument_without_a_value": ("ARG BASE\nFROM $BASE\n", [("skip", "unknown", "Dockerfile", 2)]),
    "in_a_stage_that_is_not_needed": ("FROM node AS a\nFROM node:24\n", []),
    "of_a_copy": ("FROM node:24\nCOPY --from=caddy /a /b\n", [("warn", "untagged", "Dockerfile", 2)]),
    "scratch": ("FROM scratch\n", []),
}


@pytest.mark.parametrize(("dockerfile", "expected"), TAGS.values(), ids=TAGS)
def test_base_tags(dockerfile: str, expected: list[Told]) -> None:
    assert judged(base_tags.judge, {"Dockerfile": dockerfile}) == expected


def test_base_tag_to_paste_keeps_the_rest_of_the_line() -> None:
    read = read_of({"Dockerfile": "ARG T=latest\nFROM --platform=linux/arm64 node:${T} AS a\nCOPY --from=nginx /a /b\n"})
    assert pasted(base_tags.judge(read)) == [
        ("replace", 2, 0, ("FROM --platform=linux/arm64 node:24-slim AS a",)),
        ("replace", 3, 0, ("COPY --from=nginx:1.28 /a /b",)),
    ]


USERS: dict[str, tuple[str, str, list[Told]]] = {
    "none": ("FROM node:24-slim\nCMD x\n", COMPOSE, [("warn", "root", "Dockerfile", 1)]),
    "node": ("FROM node:24-slim\nUSER node\n", COMPOSE, []),
    "root_again": ("FROM node:24-slim\nUSER node\nUSER 0:0\n", COMPOSE, [("warn", "root", "Dockerfile", 3)]),
    "stepped_down_from": ('FROM node:24-slim\nENTRYPOINT ["tini", "--", "/usr/sbin/gosu", "node"]\nCMD ["node", "s.js"]\n', COMPOSE, []),
    "inherited": ("FROM node:24 AS a\nUSER 1000\nFROM a\n", COMPOSE, []),
    "of_compose": ("FROM node:24-slim\n", COMPOSE + '    user: "1000"\n', []),
    "root_of_compose": ("FROM node:24-slim\nUSER node\n", COMPOSE + "    user: root\n", [("warn", "root", "compose.yaml", 4)]),
    "a_base_without_root": ("FROM gcr.io/distroless/nodejs22:nonroot\n", COMPOSE, []),
    "a_stranger": ("FROM team/base:1\n", COMPOSE, [("skip", "unknown", "Dockerfile", 1)]),
    "by_an_argument": ("FROM node:24\nARG APP_USER=root\nUSER $APP_USER\n", COMPOSE, [("warn", "root", "Dockerfile", 3)]),
    "by_an_argument_above_all_stages": (
        "ARG U=0\nFROM node:24\nARG U\nUSER $U\n",
        COMPOSE,
        [("warn", "root", "Dockerfile", 4)],
    ),
    "by_an_argument_without_a_value": ("FROM node:24\nARG APP_USER\nUSER ${APP_USER}\n", COMPOSE, [("skip", "no_value", "Dockerfile", 3)]),
}


@pytest.mark.parametrize(("dockerfile", "compose", "expected"), USERS.values(), ids=USERS)
def test_root_user(dockerfile: str, compose: str, expected: list[Told]) -> None:
    assert judged(root_user.judge, {"Dockerfile": dockerfile}, compose=compose) == expected


PASTED = {
    "before_what_starts": ("FROM node:24-slim\nCOPY . .\nENTRYPOINT x\nCMD y\n", ("before", 3, 0, ("USER node",))),
    "bun_s_own": ("FROM oven/bun:1\nCMD y\n", ("before", 2, 0, ("USER bun",))),
    "at_the_end": ("FROM python:3.13-slim\nCOPY . .\n", ("after", 2, 0, ("USER 1000:1000",))),
    "behind_the_user_that_is_wrong": ("FROM node:24-slim\nCMD y\nUSER root\n", ("after", 3, 0, ("USER node",))),
}


@pytest.mark.parametrize(("dockerfile", "expected"), PASTED.values(), ids=PASTED)
def test_user_to_paste(dockerfile: str, expected: tuple[str, int, int, tuple[str, ...]]) -> None:
    assert pasted(root_user.judge(read_of({"Dockerfile": dockerfile}))) == [expected]


def test_user_is_not_pasted_where_a_server_has_to_begin_as_root() -> None:
    (finding,) = root_user.judge(read_of({"Dockerfile": "FROM nginx:1.28\nCOPY . .\n"}))
    assert (finding.kind, finding.remedies) == ("root", ())
