"""The page docs/exit-codes.md, from `errors/` and its sentences. `python -m hubyard.show.exit_codes` prints it."""

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from hubyard.errors import HubyardError, Interrupted, Status
from hubyard.show.speech import FIELD, load_sentences

MEANINGS: Final = {
    Status.DONE: ("done, or nothing to do", "완료했거나 할 일이 없음"),
    Status.USAGE: ("usage or configuration, and anything unexpected", "사용법이나 설정 오류, 그리고 예상하지 못한 모든 것"),
    Status.FAILED: ("the work was begun and failed", "작업을 시작했으나 실패"),
    Status.WARNED: ("warnings, with `--strict`", "경고 (`--strict` 사용 시)"),
    Status.MEMORY: (
        "memory: a kill proven, or a build ended by the watchdog",
        "메모리: 커널의 강제 종료가 확인되었거나 감시자가 빌드를 끝냄",
    ),
    Status.REFUSED: ("refused before anything was touched", "아무것도 건드리기 전에 거부"),
    Status.BUSY: ("the lock is busy (`--no-wait`), or the wait ran out", "락 사용 중 (`--no-wait`) 또는 대기 시간 초과"),
    Status.HANGUP: ("SIGHUP: the session was lost", "SIGHUP: 세션이 끊어짐"),
    Status.INTERRUPTED: ("Ctrl-C", "Ctrl-C"),
    Status.TERMINATED: ("SIGTERM", "SIGTERM"),
}
_HEAD: Final = """# Exit statuses / 종료 코드

Generated from hubyard/errors/ and hubyard/show/sentences/errors.toml; renew it with
`python -m hubyard.show.exit_codes > docs/exit-codes.md`. With `--json` an error is one document on standard output:
`{"schema": "hubyard.error/1", "code": …, "status": …, "happened": …, "why": …, "help": …}`. Of several hubs the worst counts,
in the order 130, 143, 129, 4, 2, 5, 75, 1.

| status | when | 언제 |
|---|---|---|
"""


def error_classes(base: type[HubyardError] = HubyardError) -> Iterator[type[HubyardError]]:
    """All kinds that can be raised, in the order of the files of `errors/`."""
    for kind in base.__subclasses__():
        if not kind.__subclasses__() and kind.__module__.startswith("hubyard.errors."):
            yield kind
        yield from error_classes(kind)


def exit_codes_page(kinds: Sequence[type[HubyardError]]) -> str:
    statuses = "".join(f"| {status.value} | {en} | {ko} |\n" for status, (en, ko) in MEANINGS.items())
    return _HEAD + statuses + "".join(_section(status, kinds) for status in MEANINGS)


def _section(status: Status, kinds: Sequence[type[HubyardError]]) -> str:
    own = [kind for kind in kinds if kind.status is status and kind is not Interrupted]
    if not own:
        return ""
    rows = "".join(f"| `{kind.code()}` | {_happened(kind, 'en')} | {_happened(kind, 'ko')} |\n" for kind in own)
    return f"\n## {status.value}: {MEANINGS[status][0]}\n\n| code | what happened | 무슨 일 |\n|---|---|---|\n{rows}"


def _happened(kind: type[HubyardError], language: str) -> str:
    sentence: str = load_sentences("errors")[kind.code()]["happened"][language]
    return FIELD.sub(lambda field: f"*{field[1]}*", re.sub(r"\[\[|\]\]", "", sentence)).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(exit_codes_page(list(error_classes())))
