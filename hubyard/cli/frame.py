"""What surrounds every task: listeners, signals, the answer, and whatever goes wrong turned into a sentence and a status."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from hubyard.cli.faults import fault_of, print_traceback
from hubyard.errors import HubyardError, Interrupted, Status, UnknownOption
from hubyard.show.answer import Answer
from hubyard.show.errors import error_as_json, error_as_lines
from hubyard.show.language import LANGUAGES, choose_language
from hubyard.show.listener import listening
from hubyard.show.output import page_of, print_lines
from hubyard.show.speech import Speech
from hubyard.tools import Tools, environment

BROKEN_PIPE = 128 + 13
"""As a shell says it of a program that SIGPIPE ended (`invoke logs | head`)."""


class Frame:
    """One run of one task. `yard` and `lang` are what was typed; with `as_json` standard output holds one document and nothing else."""

    def __init__(self, *, yard: str | None, lang: str | None, as_json: bool) -> None:
        self.environment = environment()
        self.speech = Speech(choose_language(lang, self.environment))
        self.yard, self.lang, self.as_json = yard, lang, as_json

    def run(self, body: Callable[..., Answer | Status | None], options: Mapping[str, Any]) -> int:
        try:
            return self._end(self._work(body, options))
        except BrokenPipeError:
            _forget_stdout()
            return BROKEN_PIPE

    def _work(self, body: Callable[..., Answer | Status | None], options: Mapping[str, Any]) -> Answer | Status | HubyardError | None:
        """The body's answer, or the error that ended it. The live view is closed either way before anything more is said."""
        try:
            self._refuse_unknown_language()
            with listening(self.speech, self.environment, stream=sys.stderr if self.as_json else sys.stdout) as tell:
                tools = Tools.make(yard=self.yard, tell=tell)
                with tools.signals():
                    return body(tools, **options)
        except BrokenPipeError:
            raise
        except HubyardError as error:
            self._trace()
            return error
        except KeyboardInterrupt:  # before the signals were ours
            return Interrupted(signal_number=2)
        except Exception as unexpected:  # noqa: BLE001  the last net: a fault of ours is told like any other
            self._trace()
            return fault_of(unexpected)

    def _end(self, outcome: Answer | Status | HubyardError | None) -> int:
        if isinstance(outcome, HubyardError):
            if self.as_json:
                print_lines([_document("hubyard.error/1", error_as_json(outcome, self.speech))], stream=sys.stdout)
            else:
                print_lines(error_as_lines(outcome, self.speech, page_of(sys.stderr, self.environment)), stream=sys.stderr)
            return int(outcome.exit_status)
        if outcome is None or isinstance(outcome, Status):
            return int(outcome or Status.DONE)
        if self.as_json:
            print_lines([_document(outcome.schema, outcome.as_json())], stream=sys.stdout)
        else:
            print_lines(outcome.as_lines(self.speech, page_of(sys.stdout, self.environment)), stream=sys.stdout)
        return int(outcome.status)

    def _refuse_unknown_language(self) -> None:
        if self.lang is not None and self.lang not in LANGUAGES:
            raise UnknownOption(option="--lang", value=self.lang, expected=", ".join(LANGUAGES))

    def _trace(self) -> None:
        if self.environment.get("HUBYARD_DEBUG") == "1":
            print_traceback(stream=sys.stderr)


def _document(schema: str, fields: Mapping[str, Any]) -> str:
    return json.dumps({"schema": schema, **fields}, ensure_ascii=False, indent=2)


def _forget_stdout() -> None:
    """Python flushes stdout once more at its end, and would complain of the reader that has gone."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
