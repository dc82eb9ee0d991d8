"""The distribution we run on, and where its packages come from."""

import re
import shlex
from dataclasses import dataclass
from typing import Final

OWN_PACKAGES: Final = {
    "debian": ("docker.io", "docker-cli", "docker-buildx", "docker-compose", "iptables"),
    "ubuntu": ("docker.io", "docker-buildx", "docker-compose-v2", "iptables"),
}
PINNED: Final = ("docker.io", "docker-cli", "docker-buildx", "docker-compose")
"""On bookworm, which has no plugins, these come from trixie; they need libc 2.34 or later, and bookworm's is 2.36."""

BASE_SUITE: Final = "trixie"
"""Of base images made on Debian: its Caddy is 2.6, its engine 26."""


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """`id` and `suite` as /etc/os-release has them (ID, VERSION_CODENAME)."""

    id: str
    suite: str

    @property
    def known(self) -> bool:
        return self.id in OWN_PACKAGES

    @property
    def needs_pin(self) -> bool:
        return (self.id, self.suite) == ("debian", "bookworm")

    @property
    def base_suite(self) -> str:
        return BASE_SUITE if self.id == "debian" else self.suite

    @property
    def engine_packages(self) -> tuple[str, ...]:
        return OWN_PACKAGES.get(self.id, ())

    @property
    def components(self) -> str:
        """Ubuntu has Docker and Caddy in universe."""
        return "main universe" if self.id == "ubuntu" else "main"


@dataclass(frozen=True, kw_only=True)
class Source:
    """One archive of the distribution. `signed_by` is "" where apt's own keys are used."""

    uri: str
    signed_by: str = ""

    def line(self, *, suite: str, components: str) -> str:
        """As sources.list(5) has it."""
        options = f"[signed-by={self.signed_by}] " if self.signed_by else ""
        return f"deb {options}{self.uri} {suite} {components}"


def parse_os_release(text: str) -> Distribution:
    """Of os-release(5). Empty strings for what it does not say."""
    said = dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    values = {key: "".join(shlex.split(value)) for key, value in said.items()}
    return Distribution(id=values.get("ID", ""), suite=values.get("VERSION_CODENAME", ""))


def parse_deb822(text: str) -> Source | None:
    """The first archive of a `.sources` file, None where there is none (all comments, disabled)."""
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^([A-Za-z-]+):[ \t]*(\S.*)$", stanza, re.MULTILINE))
        if "deb" in fields.get("Types", "").split() and "URIs" in fields and fields.get("Enabled", "yes") != "no":
            return Source(uri=fields["URIs"].split()[0], signed_by=fields.get("Signed-By", ""))
    return None


def parse_sources_list(text: str) -> Source | None:
    """The first archive of a one-line file, sources.list(5)."""
    found = re.search(r"^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s", text, re.MULTILINE)
    if found is None:
        return None
    options = dict(option.split("=", 1) for option in (found[1] or "").split() if "=" in option)
    return Source(uri=found[2], signed_by=options.get("signed-by", ""))


def pin_files(source: Source) -> dict[str, str]:
    """File under /etc/apt → text: trixie as a second source whose packages are taken for the engine alone."""
    signed = f"Signed-By: {source.signed_by}\n" if source.signed_by else ""
    return {
        "sources.list.d/hubyard-trixie.sources": f"Types: deb\nURIs: {source.uri}\nSuites: trixie\nComponents: main\n{signed}",
        "preferences.d/hubyard-trixie": (
            "Package: *\nPin: release n=trixie\nPin-Priority: 100\n\n"
            f"Package: {' '.join(PINNED)}\nPin: release n=trixie\nPin-Priority: 600\n"
        ),
    }


def parse_removals(simulated: str) -> tuple[str, ...]:
    """Packages that `apt-get --simulate` would remove."""
    return tuple(re.findall(r"^Remv (\S+)", simulated, re.MULTILINE))
