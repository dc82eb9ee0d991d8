"""Dockerfiles with their stages and lines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubyard.doctor.dockerfile import Dockerfile, parse_dockerfile

TEXT = """\
# syntax=docker/dockerfile:1
ARG NODE=24
FROM node:${NODE}-slim AS base
WORKDIR /srv

FROM base AS deps
WORKDIR app
RUN <<EOF
npm ci
FROM nowhere
EOF
RUN --mount=type=bind,from=tools:1,target=/t \\
    # why
    true

FROM scratch AS unused
FROM debian:13 AS tools
FROM base
COPY --from=deps /srv/app .
CMD ["node"]
"""


def parsed(text: str = TEXT, target: str | None = None) -> Dockerfile:
    found = parse_dockerfile(text, file=Path("/Dockerfile"), args={}, target=target)
    assert found is not None
    return found


def test_stages_have_their_bases_and_lines() -> None:
    found = [(stage.name, stage.base, stage.line) for stage in parsed().stages]
    assert found == [
        ("base", "node:24-slim", 3),
        ("deps", "base", 6),
        ("unused", "scratch", 16),
        ("tools", "debian:13", 17),
        ("", "base", 18),
    ]


def test_instructions_keep_their_lines_behind_here_documents() -> None:
    found = [(one.name, one.line, one.last, one.body) for one in parsed().stages[1].instructions]
    assert found == [("WORKDIR", 7, 7, ""), ("RUN", 8, 11, "npm ci\nFROM nowhere"), ("RUN", 12, 14, "")]


READ = {  # name, line, last, value
    "an_empty_line_inside": ("RUN a \\\n  # why\n\n  && b\n", [("RUN", 2, 5, "a   && b")]),
    "a_here_document_below_a_comment": ("RUN a \\\n# why\n  && b <<X\nUSER c\nX\n", [("RUN", 2, 6, "a   && b")]),
    "a_shift": ("RUN echo $((1 << 2))\nUSER c\n", [("RUN", 2, 2, "echo $((1 << 2))"), ("USER", 3, 3, "c")]),
    "a_here_string": ("RUN a <<< b\nUSER c\n", [("RUN", 2, 2, "a <<< b"), ("USER", 3, 3, "c")]),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_instructions_as_buildkit_reads_them(text: str, expected: list[tuple[str, int, int, str]]) -> None:
    (stage,) = parsed(f"FROM a:1\n{text}").stages
    assert [(one.name, one.line, one.last, one.value) for one in stage.instructions] == expected


def test_byte_order_mark_is_no_text() -> None:
    assert [stage.base for stage in parsed("\ufeffFROM a:1\r\nRUN b\r\n").stages] == ["a:1"]


def test_another_escape_character() -> None:
    (stage,) = parsed("# syntax=x\n# escape=`\nFROM a:1\nRUN a `\n  <<X\nUSER b\nX\nWORKDIR C:\\\nUSER c\n").stages
    assert [(one.name, one.line) for one in stage.instructions] == [("RUN", 4), ("WORKDIR", 8), ("USER", 9)]


def test_target_is_the_last_stage_or_the_one_that_is_asked_for() -> None:
    assert (parsed().target.line, parsed(target="DEPS").target.line, parsed(target="nowhere").target.line) == (18, 6, 18)


def test_needed_stages_leave_out_what_nothing_comes_from() -> None:
    assert [stage.number for stage in parsed().needed] == [0, 1, 4]


def test_image_under_a_stage_is_that_of_its_forebears() -> None:
    assert parsed().image_under(parsed().target) == "node:24-slim"


def test_folder_is_inherited_and_relative() -> None:
    dockerfile = parsed()
    assert dockerfile.folder_at(dockerfile.stages[1], dockerfile.stages[1].named("RUN")[0]) == "/srv/app"


def test_text_to_paste_has_no_secret_in_it() -> None:
    dockerfile = parsed('FROM a:1\nRUN API_TOKEN=abc KEPT="$B" git clone https://me:pw@host/x && TOKEN=$T npm ci\n')
    shown = dockerfile.text_at(dockerfile.target.instructions[0])
    assert shown == 'RUN API_TOKEN=*** KEPT="$B" git clone https://***@host/x && TOKEN=$T npm ci'


@pytest.mark.parametrize("text", ["", "# only this\n", "RUN x\n"])
def test_text_without_a_from_is_no_dockerfile(text: str) -> None:
    assert parse_dockerfile(text, file=Path("/Dockerfile"), args={}, target=None) is None


@given(st.lists(st.sampled_from(["FROM a", "FROM a AS b", "RUN <<X", "X", "RUN a \\", "COPY --from=0 a b", "ENV A='", "#", "from"])))
def test_any_lines_can_be_read(lines: list[str]) -> None:
    found = parse_dockerfile("\n".join(lines), file=Path("/Dockerfile"), args={}, target=None)
    assert found is None or all(one.line <= len(lines) for stage in found.stages for one in stage.instructions)
