"""The `sh` of the host that we are on."""

import os
from collections.abc import Mapping
from typing import Final

from hubyard.diagnosis.heard import Heard
from hubyard.diagnosis.ssh_words import WHOLE_INPUT
from hubyard.drivers.diagnosis.listening import Order, hear_all

HANDED_ON: Final = ("PATH", "HOME", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "XDG_RUNTIME_DIR")
"""What it takes to find the programs and the engine. Nothing else of our environment: it may hold secrets."""
USUAL_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class LocalShell:
    """Fills `diagnosis.port.Shell`."""

    host = ""

    def hear(self, scripts: Mapping[str, str], *, limit_s: float) -> Mapping[str, Heard]:
        env = clean_environment(HANDED_ON)
        argv = ["sh", "-c", WHOLE_INPUT]
        return hear_all(
            {name: Order(argv=lambda _left_s: argv, given=script, env=env) for name, script in scripts.items()}, limit_s=limit_s
        )


def clean_environment(names: tuple[str, ...]) -> Mapping[str, str]:
    return {"PATH": USUAL_PATH, **{name: os.environ[name] for name in names if name in os.environ}, "LANG": "C"}
