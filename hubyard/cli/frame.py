"""What surrounds every task: listeners, signals, the answer, and whatever goes wrong turned into a sentence and a status."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol, TextIO

from hubyard.cli.faults import print_traceback
from hubyard.errors import HubyardError, Interrupted, Status, UnexpectedFault, UnknownOption
from hubyard.events import Tell
from hubyard.show.answer import Answer
from hubyard.show.errors import error_as_json, error_as_lines
from hubyard.show.language import LANGUAGES, choose_language
from hubyard.show.listener import listening
from hubyard.show.output import forget, page_of, print_lines
from hubyard.show.speech import Speech

BROKEN_PIPE: Final = 128 + 13
"""As a shell says it of a program that SIGPIPE ended (`invoke logs | head`)."""

Body = Callable[..., Answer | Status | None]
Outcome = Answer | Status | HubyardError | BrokenPipeError | None


class Machine(Protocol):
    """All that the frame itself wants of the tools that it hands to the body."""

    def signals(self) -> AbstractContextManager[None]:
        """While it lasts, signals that would end us are raised as Interrupted."""


MakeTools = Callable[[str | None, Tell], Machine]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One run of one task. `yard` and `lang` are what was typed; with `as_json` `out` holds one document and nothing else."""

    environment: Mapping[str, str]
    make_tools: MakeTools
    yard: str | None = None
    lang: str | None = None
    as_json: bool = False
    out: TextIO
    err: TextIO

    @cached_property
    def speech(self) -> Speech:
        return Speech(choose_language(self.lang, self.environment))

    def run(self, body: Body, options: Mapping[str, Any]) -> int:
        """The exit status."""
        outcome = self._work(body, options)
        try:
            return self._end(outcome)
        except OSError as unwritten:
            return self._end_unread(unwritten, int(outcome.exit_status) if isinstance(outcome, HubyardError) else 0)

    def _work(self, body: Body, options: Mapping[str, Any]) -> Outcome:
        """The body's answer, or the error that ended it. The live view is closed either way before anything more is said."""
        try:
            self._refuse_unknown_language()
            with listening(self.speech, self.environment, stream=self.err if self.as_json else self.out) as tell:
                tools = self.make_tools(self.yard, tell)
                with tools.signals():
                    return body(tools, **options)
        except BrokenPipeError as gone:
            return gone
        except HubyardError as error:
            self._trace()
            return error
        except KeyboardInterrupt:  # before the signals were ours
            return Interrupted(signal_number=2)
        except Exception as unexpected:  # noqa: BLE001  the last net: a fault of ours is told like any other error
            self._trace()
            return UnexpectedFault.of(unexpected)

    def _end(self, outcome: Outcome) -> int:
        if isinstance(outcome, BrokenPipeError):
            raise outcome
        if isinstance(outcome, HubyardError):
            self._tell_error(outcome)
            return int(outcome.exit_status)
        if outcome is None or isinstance(outcome, Status):
            return int(outcome or Status.DONE)
        self._tell_answer(outcome)
        return int(outcome.status)

    def _end_unread(self, unwritten: OSError, status: int) -> int:
        """The reader or the terminal has gone, which needs no words, or the disk is full."""
        if isinstance(unwritten, BrokenPipeError):
            forget(self.out)
            return status or BROKEN_PIPE
        with suppress(OSError):
            print_lines(error_as_lines(UnexpectedFault.of(unwritten), self.speech, page_of(self.err, self.environment)), stream=self.err)
        forget(self.out)
        forget(self.err)
        return status or Status.USAGE

    def _tell_answer(self, answer: Answer) -> None:
        if self.as_json:
            print_lines([document(answer.schema, answer.as_json())], stream=self.out)
            return
        print_lines(answer.as_lines(self.speech, page_of(self.out, self.environment)), stream=self.out)
        for problem in answer.problems:
            self._tell_error(problem)

    def _tell_error(self, error: HubyardError) -> None:
        if self.as_json:
            print_lines([document("hubyard.error/1", error_as_json(error, self.speech))], stream=self.out)
        else:
            print_lines(error_as_lines(error, self.speech, page_of(self.err, self.environment)), stream=self.err)

    def _refuse_unknown_language(self) -> None:
        if self.lang is not None and self.lang not in LANGUAGES:
            raise UnknownOption(option="--lang", value=self.lang, expected="one_of", bounds=", ".join(LANGUAGES))

    def _trace(self) -> None:
        if self.environment.get("HUBYARD_DEBUG") == "1":
            print_traceback(stream=self.err)


def document(schema: str, fields: Mapping[str, Any]) -> str:
    return json.dumps({"schema": schema, **fields}, ensure_ascii=False, indent=2)
