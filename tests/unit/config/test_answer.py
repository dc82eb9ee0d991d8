"""How the settings in force are shown."""

import json
from pathlib import Path

from hubyard.config.assembling import assemble_yard
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.config import ConfigAnswer

YARD = assemble_yard(
    folder=Path("/srv/yard"),
    yard_text='port = 4401\n[build_contexts]\n"node:24" = "https://user:secret@host/x.git"\n[gate]\nwait = 7\n',
    hub_texts={"web": 'service = "web"\nremote = "https://user:secret@host/web.git"\n[memory]\nrun = "256 MB"\n'},
)
ANSWER = ConfigAnswer(yard=YARD, hubs=YARD.hubs)


def test_config_answer_hides_credentials() -> None:
    shown = json.dumps(ANSWER.as_json()) + "\n".join(ANSWER.as_lines(Speech("en"), Page(width=80)))
    assert ("https://***@host/web.git" in shown, "secret" in shown) == (True, False)


def test_config_answer_says_where_each_value_comes_from() -> None:
    document = ANSWER.as_json()
    assert document["yard"]["settings"]["gate.wait"] == {"value": 7, "from": "yard.toml"}
    assert document["yard"]["settings"]["gate.jobs"] == {"value": 0, "from": "default"}
    assert document["hubs"][0]["settings"]["memory.run"] == {"value": "256 MB", "from": "hub.toml"}
    assert document["hubs"][0]["settings"]["branch"] == {"value": None, "from": "default"}


def test_config_answer_in_korean() -> None:
    lines = ANSWER.as_lines(Speech("ko"), Page(width=80))
    assert [line.split()[-1] for line in lines if line.startswith(("port ", "settle "))] == ["yard.toml", "기본값", "기본값"]
