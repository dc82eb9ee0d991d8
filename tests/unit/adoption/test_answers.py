"""How adopting and a new hub are shown."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from hubyard.adoption.new import NewHub
from hubyard.adoption.proposing import propose
from hubyard.adoption.values import Adoption, Because, Kind, Open, OpenPoint, Source, Verdict
from hubyard.show.output import Page
from hubyard.show.speech import Speech, load_sentences
from hubyard.show.tables.adoption import AdoptionAnswer, SpokenWording
from hubyard.show.tables.new_hub import NewHubAnswer
from tests.unit.adoption.test_proposing import WEB

FULL = Adoption(
    folder=Path("/srv/web"),
    yard=Path("/srv/my yard"),
    hubs=tuple(propose(replace(WEB, gateway=None)) for _ in range(2)),
    before=("Old",),
    verdicts=(Verdict(service="web-db", kind=Kind.DATABASE, because=Because.NAME, evidence="db"),),
    open_points=(OpenPoint(what=Open.FOLDER_PASSED_OVER, detail="/srv/web/other"),),
    files=(Path("/srv/my yard/Web/hub.toml"),),
    dry_run=False,
)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("dry_run", [False, True])
def test_adoption_answer_fits_eighty_columns(language: str, dry_run: bool) -> None:  # noqa: FBT001  a case
    lines = AdoptionAnswer(adoption=replace(FULL, dry_run=dry_run)).as_lines(Speech(language), Page(width=80))
    assert not [line for line in lines if cell_len(line) > 80]


def test_adoption_answer_ends_with_the_next_command() -> None:
    last = AdoptionAnswer(adoption=FULL).as_lines(Speech("en"), Page(width=80))[-1]
    assert last == "Next: HUBYARD_YARD='/srv/my yard' invoke deploy --hub=all --dry-run"


def test_adoption_answer_of_a_dry_run_says_how_to_do_it() -> None:
    last = AdoptionAnswer(adoption=replace(FULL, dry_run=True)).as_lines(Speech("en"), Page(width=80))[-1]
    assert last == "Next: invoke adopt /srv/web --yard='/srv/my yard'"


def test_adoption_answer_is_a_document() -> None:
    document = json.loads(json.dumps(AdoptionAnswer(adoption=FULL).as_json()))
    assert (document["hubs"][0]["settings"]["port"], document["open"][0]["what"]) == (3000, "folder_passed_over")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_open_point_source_and_reason_has_a_sentence(language: str) -> None:
    speech = Speech(language)
    wording, sentences = SpokenWording(speech), load_sentences("adoption")
    assert all(wording.open_point(OpenPoint(what=what, detail="x")) for what in Open)
    assert set(sentences["open"]) == {what.value for what in Open}
    assert set(sentences["because"]) == {because.value for because in Because}
    assert [source for source in Source if source.value not in load_sentences("words")["source"]] == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_new_hub_answer_says_where(language: str) -> None:
    answer = NewHubAnswer(new=NewHub(name="Web", folder=Path("/srv/Web"), files=(Path("/srv/Web/hub.toml"),)))
    where, command = answer.as_lines(Speech(language), Page(width=80))
    assert ("/srv/Web" in where, "invoke deploy --hub=Web" in command) == (True, True)
