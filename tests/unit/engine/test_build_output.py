"""What builds printed."""

from pathlib import Path

import pytest

from hubyard.engine.build_output import BuildOutput, Sign, Step, is_of_dockerfile, plain, stage_of

DATA = Path(__file__).parents[2] / "data" / "engine" / "build"


def fed(name: str) -> tuple[BuildOutput, list[Step]]:
    output = BuildOutput()
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    steps = [step for line in lines if (step := output.feed(line))]
    return output, steps + [step for step in [output.settle()] if step]


WORKDIR = Step(name="[runner 1/5] WORKDIR /app", cached=True)
RUN_NEW = Step(name="[base 2/3] RUN echo one && echo two >&2", cached=False)
RUN_CACHED = Step(name="[base 2/3] RUN echo one && echo two >&2", cached=True)


STEPS = {
    "good": [WORKDIR, RUN_NEW],
    "cached": [WORKDIR, RUN_CACHED],
    "bad": [WORKDIR, RUN_CACHED, Step(name="[bad 1/1] RUN echo working && seq 1 20 && exit 3", cached=False)],
    "cancelled": [WORKDIR, RUN_CACHED, Step(name="[slow 1/1] RUN sleep 100", cached=False)],
    "syntax": [],
}


@pytest.mark.parametrize(("name", "expected"), STEPS.items(), ids=STEPS)
def test_steps_are_told_once_as_run_or_cached(name: str, expected: list[Step]) -> None:
    output, steps = fed(name)
    assert steps == expected
    assert (output.steps_cached, output.steps_run) == (sum(s.cached for s in expected), sum(not s.cached for s in expected))


FAILURES = {
    "bad": ("[bad 1/1] RUN echo working && seq 1 20 && exit 3", set(), "exit code: 3"),
    "copy": ("[copy 1/1] COPY nothere /x", set(), '"/nothere": not found'),
    "space": ('[space 1/1] RUN echo "write /x: no space left on device" >&2; exit 1', {Sign.DISK_FULL}, "exit code: 1"),
    "npm": (
        "[npm 1/1] RUN printf 'npm error code ECONNRESET\\nnpm error network aborted\\n'; exit 1",
        {Sign.NETWORK},
        "exit code: 1",
    ),
    "no-base": ("[internal] load metadata for docker.io/library/node:24-slim", set(), "no such host"),
    "syntax": ("", set(), "unknown instruction: FRM (did you mean FROM?)"),
}


@pytest.mark.parametrize(("name", "step", "signs", "end"), [(k, *v) for k, v in FAILURES.items()])
def test_failure_has_its_step_signs_and_last_lines(name: str, step: str, signs: set[Sign], end: str) -> None:
    output, _ = fed(name)
    assert (output.failed_step, output.signs()) == (step, signs)
    assert end in output.tail()[-1]


def test_tail_is_the_failing_steps_last_twelve_lines() -> None:
    output, _ = fed("bad")
    assert output.tail()[:-1] == tuple(str(number) for number in range(10, 21))


def test_steps_side_by_side_keep_their_own_tails() -> None:
    output = BuildOutput()
    for line in [
        "#5 [a 1/1] RUN a",
        "#5 0.1 from a",
        "#5 ...",
        "",
        "#6 [b 1/1] RUN b",
        "#6 0.2 from b",
        "#5 [a 1/1] RUN a",
        "#5 0.3 a",
        "#6 ERROR: b",
    ]:
        output.feed(line)
    output.feed("#5 CANCELED")
    assert (output.failed_step, output.tail()) == ("[b 1/1] RUN b", ("from b", "b"))
    assert output.steps_run == 2


LOST = {
    "cut": ("ERROR: failed to solve: Unavailable: error reading from server: EOF", True),
    "unavailable": ("ERROR: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF", True),
    "absent": ("ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?", True),
    "printed_by_an_app": ("#6 0.3 ERROR: connection refused", False),
}


@pytest.mark.parametrize(("line", "lost"), LOST.values(), ids=LOST)
def test_engine_lost_only_in_the_clients_own_words(line: str, *, lost: bool) -> None:
    output = BuildOutput()
    output.feed(line)
    assert (Sign.ENGINE_LOST in output.signs()) == lost


PLAIN = {
    "colours": ("\x1b[32m✓\x1b[0m done\n", "✓ done"),
    "written_over": ("10%\r50%\r100%\r\n", "100%"),
    "link": ("\x1b]8;;http://x\x07here\x1b]8;;\x07", "here"),
    "korean": ("빌드 중", "빌드 중"),
}


@pytest.mark.parametrize(("line", "expected"), PLAIN.values(), ids=PLAIN)
def test_plain(line: str, expected: str) -> None:
    assert plain(line) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("[internal] load build context", False),
        ("exporting to image", False),
        ("[2/3] RUN x", True),
        ("[stage-1 2/10] COPY . .", True),
        ("[linux/arm64->amd64 build 2/10] COPY . .", True),
    ],
)
def test_is_of_dockerfile(name: str, *, expected: bool) -> None:
    assert is_of_dockerfile(name) == expected


def test_base_is_told_and_not_counted() -> None:
    output = BuildOutput()
    steps = [output.feed(line) for line in ["#4 [1/2] FROM docker.io/library/node:24", "#4 DONE 0.0s", "#5 [2/2] RUN x", "#5 CACHED"]]
    assert [step.name for step in steps if step] == ["[1/2] FROM docker.io/library/node:24", "[2/2] RUN x"]
    assert (output.steps_run, output.steps_cached) == (0, 1)


STAGES = {
    "named": ("[build 4/7] RUN npm run build", "build"),
    "only_one": ("[2/3] RUN echo [x 1/2] y", ""),
    "without_a_name": ("[stage-1 2/10] COPY . .", "stage-1"),
    "of_several_platforms": ("[linux/amd64 build 2/3] RUN x", "build"),
    "of_several_platforms_without_a_name": ("[linux/arm64->amd64 2/3] RUN x", ""),
    "not_known": ("", ""),
}


@pytest.mark.parametrize(("step", "stage"), STAGES.values(), ids=STAGES)
def test_stage_of(step: str, stage: str) -> None:
    assert stage_of(step) == stage


SIGKILLED_CHILDREN = {
    "next": (" ⨯ Static worker exited with code: null and signal: SIGKILL", True),
    "npm": ("npm error signal SIGKILL", True),
    "node_assertion": ("Error: Command failed with signal 'SIGKILL'", True),
    "dash": ("Killed", True),
    "bash": ("/bin/bash: line 1:     7 Killed                  node build.js", True),
    "busybox": ("/bin/sh: can't fork", False),
    "gcc": ("cc1plus: fatal error: Killed signal terminated program cc1plus", True),
    "ninja": ("c++: fatal error: signal 9", True),
    "test_report": ("✓ Killed processes are cleaned up", False),
    "sentence": ("All workers were Killed", False),
    "name": ("src/handlers/sigkill.ts", False),
    "other_signal": ("npm error signal SIGTERM", False),
}


@pytest.mark.parametrize(("line", "told"), SIGKILLED_CHILDREN.values(), ids=SIGKILLED_CHILDREN)
def test_sigkilled_child(line: str, *, told: bool) -> None:
    output = BuildOutput()
    output.feed("#6 [2/2] RUN x")
    output.feed(f"#6 0.345 {line}")
    assert output.sigkilled_child == (line.strip() if told else "")


KILLED = {
    "killed": ('#6 ERROR: process "/bin/sh -c x" did not complete successfully: exit code: 137', "[2/2] RUN x"),
    "failed": ('#6 ERROR: process "/bin/sh -c x" did not complete successfully: exit code: 1', ""),
    "says_it_itself": ("#6 0.1 exit code: 137", ""),
}


@pytest.mark.parametrize(("line", "step"), KILLED.values(), ids=KILLED)
def test_sigkilled_step(line: str, step: str) -> None:
    output = BuildOutput()
    output.feed("#6 [2/2] RUN x")
    output.feed(line)
    assert output.sigkilled_step == step
