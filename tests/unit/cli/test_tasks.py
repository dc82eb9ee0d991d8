"""The tasks as Invoke shows them, in a process of its own as people start it."""

import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

ROOT = Path(__file__).parents[3]
HEAVY = ("pydantic", "voluptuous", "rich", "jinja2", "docker", "python_on_whales", "psutil", "hubyard.errors")


def invoke(*words: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HUBYARD_LANG": language, "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-m", "invoke", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("words", [("--list",), ("--help", "deploy"), ("deploy", "--help")])
def test_help_fits_eighty_columns(words: tuple[str, ...], language: str) -> None:
    shown = invoke(*words, language=language)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert not [line for line in shown.stdout.splitlines() if cell_len(line) > 80]


@pytest.mark.parametrize("words", [("adopt", "--help"), ("new", "-h"), ("adopt", "--dry-run", "--help")], ids=" ".join)
def test_help_in_the_place_of_what_must_be_given_is_that_of_the_task(words: tuple[str, ...]) -> None:
    shown = invoke(*words)
    assert (shown.returncode, shown.stderr, shown.stdout) == (0, "", invoke("--help", words[0]).stdout)


def test_help_with_lang_is_in_that_language() -> None:
    assert "허브" in invoke("deploy", "--lang=ko", "--help").stdout


@pytest.mark.parametrize(
    "words", [("deploi",), ("deploy", "--bogus"), ("deploy", "--wait-timeout=soon"), ("deploy", "--hub"), ("adopt", "--hlep")]
)
def test_bad_usage_is_one_line_and_status_1(words: tuple[str, ...]) -> None:
    ended = invoke(*words)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert len(ended.stderr.splitlines()) == 1


def test_loading_the_tasks_loads_nothing_heavy() -> None:
    probe = f"import sys, tasks; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert loaded.stdout == "[]\n"


WAITS = """
import sys
from pathlib import Path
from hubyard.tools import Tools
tools = Tools.make(yard=None, tell=print)
tools.yard, tools.engine, tools.gate, tools.history, tools.checkouts, tools.base_images, tools.workers
import hubyard.deploy.run
"""
NOT_WHILE_WAITING = ("pydantic", "jinja2", "python_on_whales", "rich", "hubyard.drivers.engine.builds", "hubyard.host.oom")


def test_a_deploy_that_waits_has_not_loaded_what_it_may_need_afterwards() -> None:
    """What builds, starts and shows is loaded when its time comes: docs/decisions/memory-of-waiting.md."""
    probe = f"{WAITS}\nimport docker\nprint([name for name in {NOT_WHILE_WAITING!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert (loaded.stdout, loaded.stderr) == ("[]\n", "")


def test_every_task_has_help_in_both_languages() -> None:
    probe = (
        "import tasks; from hubyard.show.help import help_of;"
        "print([name for name, task in ((n, tasks.namespace[n]) for n in tasks.namespace.task_names) for language in ('en', 'ko')"
        " for help in [help_of(task.__module__.rpartition('.')[2], task.name, language)]"
        " if not help.text or any(one.help is None for one in task.get_arguments())])"
    )
    missing = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert missing.stdout == "[]\n"
