"""What the doctor asks of the machine: it reads, and nothing else. Filled by `tools.py` with the drivers of other rooms."""

from pathlib import Path
from typing import Protocol

from hubyard.config.yard import Yard
from hubyard.engine.port import ComposeConfig, Project


class ComposeReader(Protocol):
    """As much of `engine.port.Engine` as is asked here; it needs the docker program and its Compose plugin, and no daemon."""

    def config(self, project: Project) -> ComposeConfig:
        """Raises ComposeInvalid, EnvFileMissing, VariableMissing, PluginMissing, EngineMissing."""


class Texts(Protocol):
    def read(self, file: Path) -> str | None:
        """None for a file that is not there. Raises FileUnreadable for one that we may not read."""

    def exists(self, file: Path) -> bool: ...


class DoctorTools(Protocol):
    @property
    def yard(self) -> Yard: ...

    @property
    def engine(self) -> ComposeReader: ...

    @property
    def files(self) -> Texts: ...
