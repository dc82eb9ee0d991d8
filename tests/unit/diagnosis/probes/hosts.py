"""Hosts that were recorded (tests/data/hosts/README.md)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Recording
from hubyard.diagnosis.probes import PROBES
from hubyard.diagnosis.recording import parse_recording
from hubyard.diagnosis.run import facts_of

FOLDER: Final = Path(__file__).parents[3] / "data" / "hosts"
HOSTS: Final[Mapping[str, Recording]] = {file.stem: parse_recording(file.read_text()) for file in sorted(FOLDER.glob("*.json"))}


def facts_on(host: str) -> Facts:
    return facts_of(HOSTS[host], probes=PROBES)
