"""HUB10: what is built a second time, by two services and in two stages."""

import pytest

from hubyard.doctor.rules import built_twice
from tests.unit.doctor.files_of_a_hub import NEXT, NODE, Told, judged, pasted, read_of

BUILD = "    build: {context: ., args: {A: 1}}\n"
PROJECTS: dict[str, tuple[str, list[Told]]] = {
    "alone": (f"services:\n  shop:\n{BUILD}", []),
    "a_twin": (f"services:\n  shop:\n{BUILD}  worker:\n{BUILD}", [("warn", "twins", "compose.yaml", 5)]),
    "another_target": (f"services:\n  shop:\n{BUILD}  worker:\n    build: {{context: ., target: a}}\n", []),
    "a_twin_without_a_build": (f"services:\n  shop:\n{BUILD}  worker:\n    image: shop:staging\n", []),
}


@pytest.mark.parametrize(("compose", "expected"), PROJECTS.values(), ids=PROJECTS)
def test_built_twice_by_two_services(compose: str, expected: list[Told]) -> None:
    assert judged(built_twice.judge, NODE, compose=compose) == expected


def test_twin_is_given_the_hub_s_image() -> None:
    compose = f"services:\n  shop:\n{BUILD}  worker:\n    build:\n      context: .\n      args: {{A: 1}}\n    image: other\n"
    assert pasted(built_twice.judge(read_of(NODE, compose=compose))) == [
        ("replace", 8, 0, ("    image: shop:staging", "    pull_policy: never")),
        ("remove", 5, 7, ()),
    ]


def test_built_twice_by_two_stages() -> None:
    dockerfile = "FROM node:24 AS one\nWORKDIR /a\nRUN npm run build\nFROM node:24\nWORKDIR /b\nRUN npm run build\nCOPY --from=one /a/x .\n"
    read = read_of({"Dockerfile": dockerfile})
    assert pasted(built_twice.judge(read)) == [("replace", 6, 6, ("COPY --from=one /a /b",))]


APP = "WORKDIR /app\nCOPY {0} .\nRUN npm run build\n"
TWO_APPS = """\
FROM node:24 AS all
WORKDIR /app
COPY . .
FROM all AS web
WORKDIR web
RUN npm run build
FROM all AS api
WORKDIR api
RUN npm run build
FROM node:24
COPY --from=web /a /b
COPY --from=api /a /b
"""
SAME_WORDS: dict[str, tuple[str, list[int]]] = {  # lines of what is built a second time
    "of_the_same_files": (f"FROM node:24 AS a\n{APP.format('.')}FROM node:24\n{APP.format('.')}COPY --from=a /a /b\n", [8]),
    "of_other_files": (
        f"FROM node:24 AS web\n{APP.format('web/')}FROM node:24 AS api\n{APP.format('api/')}FROM web\nCOPY --from=api /a /b\n",
        [],
    ),
    "in_other_folders_of_the_same_files": (
        TWO_APPS,
        [],
    ),
    "of_what_the_first_had": (
        f"FROM node:24 AS a\n{APP.format('.')}FROM node:24\nWORKDIR /b\nCOPY --from=a /app .\nRUN npm run build\n",
        [8],
    ),
}


@pytest.mark.parametrize(("dockerfile", "lines"), SAME_WORDS.values(), ids=SAME_WORDS)
def test_built_twice_is_what_is_built_of_the_same_files(dockerfile: str, lines: list[int]) -> None:
    found = judged(built_twice.judge, {"Dockerfile": dockerfile, "package.json": NEXT})
    assert found == [("warn", "stages", "Dockerfile", line) for line in lines]
