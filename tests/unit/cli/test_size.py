"""`invoke size` of a recording, in a process of its own as people start it: no yard, no engine and no other host is asked."""

import json
import subprocess
import sys
from pathlib import Path

from hubyard.diagnosis.facts.work import YardFacts
from hubyard.diagnosis.heard import Heard, Recording
from hubyard.diagnosis.probes.yard import write_yard
from hubyard.diagnosis.recording import write_recording
from tests.unit.diagnosis.sizing.made import HISTORY, HUBS, TAKEN

ROOT = Path(__file__).parents[3]
MEMINFO = "\x1ememinfo\nMemTotal:        8000000 kB\nMemAvailable:    6000000 kB\n\x1e=0\n"


def test_size_of_a_recording(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    heard = {
        "memory": Heard(text=MEMINFO, status=0, asked=TAKEN),
        "yard": Heard(text=write_yard(YardFacts(hubs=HUBS, history=HISTORY)), status=0, asked=TAKEN),
    }
    file.write_text(write_recording(Recording(host="ubuntu@staging", taken=TAKEN, heard=heard)))
    ended = subprocess.run(
        [sys.executable, "-m", "invoke", "size", f"--from={file}", "--hub=WBFinHub", "--json"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    document = json.loads(ended.stdout)
    assert (document["schema"], document["host"], document["total_bytes"]) == ("hubyard.size/1", "ubuntu@staging", 8_192_000_000)
    assert [(need["at_once"], need["builds_bytes"], need["at_least"]) for need in document["needs"]] == [(1, 1_575_000_000, True)]
