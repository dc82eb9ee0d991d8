"""What `docker buildx build --progress=plain` prints, line by line, as the steps it tells of.

#6 [base 2/3] RUN npm ci          a step begins (or goes on, after lines of another one)
#6 0.345 added 120 packages       it prints, seconds after its begin
#6 CACHED | DONE 1.2s | ERROR: … | CANCELED
"""

import re
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

TAIL = 12
BASE = re.compile(r"^\[[^\]]*\d+/\d+\] FROM ")
CLIENT = ""
"""In place of a step's number."""
LINE = re.compile(r"#(\d+) (.*)", re.DOTALL)
STEP = re.compile(r"\[(?:[^\s\]]*/[^\s\]]* )?(?:(?P<stage>[^\s\]/]+) )?\d+/\d+\] ")
"""A step of the Dockerfile; before the stage's name a platform, where there are several (buildkit, dockerfile2llb, prefixCommand)."""
PRINTED = re.compile(r"\d+\.\d+ (.*)", re.DOTALL)
TERMINAL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b-\x1f\x7f]")
"""Colours and cursor moves of what runs inside; a log and a message are plain text."""


class Sign(StrEnum):
    """What lines may say about a failure beside the step that it hit."""

    DISK_FULL = "disk_full"
    ENGINE_LOST = "engine_lost"
    NETWORK = "network"


SIGNS = {
    Sign.DISK_FULL: re.compile(r"no space left on device|ENOSPC", re.IGNORECASE),
    Sign.NETWORK: re.compile(r"\b(ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ERR_SOCKET_TIMEOUT)\b|npm error network"),
}
SIGKILLED_CHILD = re.compile(
    r"\bsignal:? [\"']?(?:SIGKILL\b|9$)|\bKilled signal terminated\b|^(?:\S+: )*(?:line \d+: +)?(?:\d+ +)?Killed\b"
)
"""What Node's programs, compilers and shells print of a child that SIGKILL ended: "signal: SIGKILL", "sh: line 1: 7 Killed node x.js"."""
QUOTED = re.compile(r'process ".*" did not complete successfully', re.DOTALL)
"""BuildKit repeats the command that failed, and the command may name any of these."""
LOST = re.compile(  # only in the client's own last words: an app's tests may print the same
    r"^ERROR: .*(Cannot connect to the Docker daemon|error reading from server|code = Unavailable|connection refused|unexpected EOF"
    r"|closing transport|transport is closing|broken pipe|connection reset by peer|failed to receive status)"
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step that began, or was found in the cache. `name` as BuildKit prints it: "[build 4/7] RUN npm run build"."""

    name: str
    cached: bool


@dataclass(kw_only=True)
class BuildOutput:
    """Feed it every line; it keeps the last few of each step.

    `steps_run` and `steps_cached` count those of the Dockerfile, without BuildKit's own (`[internal] …`, exporting) and without FROM, which
    is "done" at each build and never "cached".
    """

    failed_step: str = ""
    steps_run: int = 0
    steps_cached: int = 0
    sigkilled_child: str = ""
    """The first line of any step that tells of one. Whether the step survived it, and who killed it, it does not say."""
    _names: dict[str, str] = field(default_factory=dict)
    _tails: dict[str, deque[str]] = field(default_factory=dict)
    _signs: dict[str, set[Sign]] = field(default_factory=dict)
    _undecided: str = ""
    _failed: str = ""
    _last_words: deque[str] = field(default_factory=lambda: deque(maxlen=TAIL))

    def feed(self, line: str) -> Step | None:
        """The step that this line lets know of, once for each."""
        text = plain(line)
        found = LINE.fullmatch(text)
        if found is None:
            self._hear_client(text)
            return None
        number, said = found[1], found[2]
        step = self._decide(cached=said == "CACHED" and number == self._undecided)
        if number not in self._names:
            self._begin(number, said)
        else:
            self._note(number, said)
        return step

    def settle(self) -> Step | None:
        """Call it when nothing was printed for a moment: the last step was not in the cache, it works in silence."""
        return self._decide(cached=False)

    def tail(self) -> tuple[str, ...]:
        """The failing step's last lines; without one, the client's own last words."""
        return tuple(self._tails.get(self._failed) or self._last_words)

    @property
    def sigkilled_step(self) -> str:
        """The step that failed with the status of a process that SIGKILL ended, by whomever; "" for none."""
        return self.failed_step if any(line.endswith("exit code: 137") for line in self.tail()[-1:]) else ""

    def signs(self) -> set[Sign]:
        """Of the step that failed and of the client itself; what other steps printed says nothing."""
        return self._signs.get(self._failed, set()) | self._signs.get(CLIENT, set())

    def _hear_client(self, text: str) -> None:
        if text.strip():
            self._last_words.append(text)
        if text.startswith("ERROR: "):  # not the excerpt of the Dockerfile that it prints
            self._look_for_signs(CLIENT, text)
        if LOST.search(text):
            self._signs.setdefault(CLIENT, set()).add(Sign.ENGINE_LOST)

    def _look_for_signs(self, number: str, text: str) -> None:
        said = QUOTED.sub("", text)
        self._signs.setdefault(number, set()).update(sign for sign, pattern in SIGNS.items() if pattern.search(said))

    def _begin(self, number: str, name: str) -> None:
        """Whether it comes from the cache is said by the line after its name."""
        self._names[number] = name
        self._tails[number] = deque(maxlen=TAIL)
        if is_of_dockerfile(name):
            self._undecided = number

    def _decide(self, *, cached: bool) -> Step | None:
        if not self._undecided:
            return None
        name = self._names[self._undecided]
        self._undecided = ""
        if not BASE.search(name):
            self.steps_cached += cached
            self.steps_run += not cached
        return Step(name=name, cached=cached)

    def _note(self, number: str, said: str) -> None:
        if said.startswith("ERROR: "):
            if not self._failed:  # others are cancelled because of the first
                self._failed, self.failed_step = number, self._names[number]
            self._tails[number].append(said.removeprefix("ERROR: "))
            self._look_for_signs(number, said)
        elif printed := PRINTED.fullmatch(said):
            self._tails[number].append(printed[1])
            self._look_for_signs(number, printed[1])
            if not self.sigkilled_child and SIGKILLED_CHILD.search(printed[1]):
                self.sigkilled_child = printed[1].strip()


def is_of_dockerfile(name: str) -> bool:
    """BuildKit's own steps are `[internal] …`, `[auth] …`, `[context …] …`, `exporting …`, `importing …`."""
    return STEP.match(name) is not None


def stage_of(step: str) -> str:
    """The stage of a step as BuildKit prints it: "build" of "[build 4/7] RUN …", "stage-1" for the second that has no name.

    "" where it prints none, since it is the only one in its file, named or not; and where the step is not known. What `--no-cache-filter`
    makes of these names: `build_command.py`.
    """
    found = STEP.match(step)
    return found["stage"] or "" if found else ""


def plain(line: str) -> str:
    """Without what moves a terminal's cursor; of a line written over itself, what stood there last."""
    return TERMINAL.sub("", line.rstrip("\r\n").rpartition("\r")[2])
