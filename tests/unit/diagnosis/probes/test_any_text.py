"""No parser raises, whatever comes back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubyard.diagnosis.heard import Heard, Recording
from hubyard.diagnosis.probes import PROBES, Probe
from tests.unit.diagnosis.probes.hosts import HOSTS

PARTS = {probe.name: sorted(set(re.findall(r"^ *(?:.*&& |.*\|\| )?part ([\w.]+) ", probe.script, re.MULTILINE))) for probe in PROBES}
LINES = sorted({line for host in HOSTS.values() for heard in host.heard.values() for line in heard.text.splitlines() if "\x1e" not in line})
NUMBERS = st.sampled_from(["0", "-1", "9" * 25, "9" * 5000, "1e400", "NaN", "٣", "null", "{}", "[" * 3000])
PIECES = st.one_of(st.sampled_from(LINES), st.text(max_size=40), NUMBERS)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A line that was really printed, with something in the place of one of its words."""
    line, word = draw(PIECES), draw(PIECES)
    words = re.split(r"(\W+)", line)
    place = draw(st.integers(min_value=0, max_value=len(words) - 1))
    return draw(st.sampled_from([line, "".join([*words[:place], word, *words[place + 1 :]])]))


def heard_of(probe: Probe, data: st.DataObject) -> Heard:
    names = st.sampled_from([*PARTS[probe.name], "lookup.packages.example", "blocks.root", "inodes.root"])
    parts = data.draw(
        st.lists(st.tuples(names, st.lists(texts(), max_size=5).map("\n".join), st.sampled_from([0, 0, 0, 1, 127])), max_size=6)
    )
    text = "".join(f"\x1e{name}\n{content}\n\x1e={status}\n" for name, content, status in parts)
    return Heard(text=data.draw(st.sampled_from([text, text[:-3], text + "rest"])), status=data.draw(st.sampled_from([0, 2, None])))


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
@given(data=st.data())
def test_parser_never_raises(probe: Probe, data: st.DataObject) -> None:
    probe.parse(heard_of(probe, data))


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
@given(text=st.text(), status=st.sampled_from([0, 127, None]))
def test_parser_never_raises_on_text_without_parts(probe: Probe, text: str, status: int | None) -> None:
    probe.parse(Heard(text=text, status=status))


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
def test_parsers_take_any_beginning_of_a_real_answer(host: Recording) -> None:
    """As if the limit had passed: sixteen places, from nothing to all."""
    for probe in PROBES:
        text = host.heard[probe.name].text if probe.name in host.heard else ""
        for sixteenth in range(17):
            probe.parse(Heard(text=text[: len(text) * sixteenth // 16], status=None))
