"""What is pasted as it is told mends what was found: the finding is gone, and Compose's files stay readable."""

from collections.abc import Mapping
from pathlib import PurePosixPath

import pytest

from hubyard.config.hub import MemoryHints
from hubyard.doctor.examine import judge_hub
from hubyard.doctor.values import Finding, Put, Remedy
from tests.unit.doctor.files_of_a_hub import CHECKOUT, NEXT, read_of

COMPOSE = """\
services:
  shop:
    container_name: my-shop
    image: shop:1
    build:
      context: .
      args:
        NPM_TOKEN: x
        B: 1
    ports:
      - {published: "3100", target: 3000}
      - {published: "3101", target: 3001}
    user: root
    environment:
      NODE_OPTIONS: --max-old-space-size=999
    healthcheck:
      test:
        - CMD-SHELL
        - curl localhost
      interval: 5s
    mem_limit: "100000000"
  worker:
    image: worker:1
    build:
      context: .
      args:
        NPM_TOKEN: x
        B: 1
  twin:
    build: {context: other}
    image: shop:1
"""
DOCKERFILE = """\
FROM node:latest AS deps
WORKDIR /app
ARG NPM_TOKEN
RUN echo $NPM_TOKEN > .npmrc \\
    && npm ci
FROM --platform=linux/amd64 node AS build
WORKDIR /app
COPY . .
RUN <<EOF
npm run build
EOF
FROM node:24-slim
ENV API_KEY=1 \\
    NODE_ENV=production \\
    NODE_OPTIONS="--max-old-space-size=4096 --enable-source-maps"
COPY --from=build /app /app
COPY --from=deps /app /app
RUN npm run build
HEALTHCHECK --interval=5s \\
    CMD curl localhost
CMD ["node"]
USER root
"""
NEXT_CONFIG = """\
const config: NextConfig = {
  productionBrowserSourceMaps: true, // why
  experimental: { a: 1 },
};
export default config;
"""
FILES = {
    "Dockerfile": DOCKERFILE,
    "package.json": NEXT,
    "next.config.ts": NEXT_CONFIG,
    ".dockerignore": "a\n",
    ".env": "",
}
PLAIN = "services:\n  shop:\n    build:\n      context: .\n    healthcheck:\n      disable: true\n    mem_limit: '268435456'\n"
HUBS: dict[str, tuple[Mapping[str, str], str]] = {
    "everything": (FILES, COMPOSE),
    "of_the_image_alone": (FILES, PLAIN),
    "nothing_there": ({"Dockerfile": "FROM node:24-slim\nRUN npm ci && npm run build\nCMD node x\n", "package.json": NEXT}, PLAIN),
}


def pasted(files: Mapping[str, str], compose: str, remedies: tuple[Remedy, ...]) -> tuple[dict[str, str], str]:
    """The lowest in a file first: those above keep their lines."""
    texts = {**files, "compose.yaml": compose}
    for remedy in sorted(remedies, key=lambda one: one.place.line, reverse=True):
        name = str(PurePosixPath(remedy.place.file).relative_to(CHECKOUT))
        lines = texts.get(name, "").splitlines()
        first, last = remedy.place.line - 1, max(remedy.place.line, remedy.last)
        if remedy.put in {Put.REPLACE, Put.REMOVE}:
            lines[first:last] = remedy.lines
        elif remedy.put is Put.NEW_FILE:
            assert name not in texts
            lines = list(remedy.lines)
        else:
            at = first if remedy.put is Put.BEFORE else first + 1
            lines[at:at] = remedy.lines
        texts[name] = "\n".join(lines) + "\n"
    return {name: text for name, text in texts.items() if name != "compose.yaml"}, texts["compose.yaml"]


def found(files: Mapping[str, str], compose: str) -> tuple[Finding, ...]:
    read = read_of(files, compose=compose, memory=MemoryHints(build_bytes=1024**3))
    return tuple(one for one in judge_hub(read).findings if one.remedies)


CASES = {
    f"{hub}-{one.rule}-{one.kind}-{one.place.file.name if one.place else ''}-{one.place.line if one.place else ''}": (files, compose, one)
    for hub, (files, compose) in HUBS.items()
    for one in found(files, compose)
}


@pytest.mark.parametrize(("files", "compose", "finding"), CASES.values(), ids=CASES)
def test_remedy_mends_its_finding(files: Mapping[str, str], compose: str, finding: Finding) -> None:
    before = [(one.rule, one.kind) for one in found(files, compose)]
    after = [(one.rule, one.kind) for one in found(*pasted(files, compose, finding.remedies))]
    assert after.count((finding.rule, finding.kind)) == before.count((finding.rule, finding.kind)) - 1


def test_cases_are_of_most_rules() -> None:
    assert {finding.rule for _, _, finding in CASES.values()} == {f"HUB{number:02}" for number in range(1, 15)} - {"HUB13"}


@pytest.mark.parametrize(("files", "compose"), HUBS.values(), ids=HUBS)
def test_remedies_one_after_the_other_mend_the_whole_hub(files: Mapping[str, str], compose: str) -> None:
    for _ in range(60):
        findings = found(files, compose)
        if not findings:
            return
        files, compose = pasted(files, compose, findings[0].remedies)
    raise AssertionError([(one.rule, one.kind) for one in found(files, compose)])
