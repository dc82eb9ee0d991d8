"""What the distribution's files say, and what is written beside them."""

import pytest

from hubyard.bootstrap.distribution import (
    Distribution,
    Source,
    parse_deb822,
    parse_os_release,
    parse_removals,
    parse_sources_list,
    pin_files,
)

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
ARCHIVE = Source(uri="http://archive.example/debian", signed_by=KEYRING)

OS_RELEASES = {
    "bookworm": ('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n', ("debian", "bookworm")),
    "quoted_and_commented": ('# a comment=1\nID="ubuntu"\nVERSION_CODENAME="noble"\n', ("ubuntu", "noble")),
    "nothing_said": ("", ("", "")),
}


@pytest.mark.parametrize(("text", "expected"), OS_RELEASES.values(), ids=OS_RELEASES)
def test_parse_os_release(text: str, expected: tuple[str, str]) -> None:
    found = parse_os_release(text)
    assert (found.id, found.suite) == expected


DEB822 = {
    "as_debian_writes_it": (
        f"Types: deb\n# snapshot\nURIs: http://archive.example/debian\nSuites: bookworm bookworm-updates\nSigned-By: {KEYRING}\n",
        ARCHIVE,
    ),
    "several_archives_take_the_first": (
        f"Types: deb deb-src\nURIs: http://archive.example/debian http://second.example\nSigned-By: {KEYRING}\n\nTypes: deb\nURIs: http://third.example\n",
        ARCHIVE,
    ),
    "sources_alone_are_passed_over": (
        f"Types: deb-src\nURIs: http://src.example\n\nTypes: deb\nURIs: http://archive.example/debian\nSigned-By: {KEYRING}\n",
        ARCHIVE,
    ),
    "disabled_is_passed_over": ("Types: deb\nEnabled: no\nURIs: http://archive.example/debian\n", None),
    "a_key_written_out_is_left_to_apt": (
        "Types: deb\nURIs: http://archive.example/debian\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n",
        Source(uri="http://archive.example/debian"),
    ),
    "comments_alone": ("# nothing\n", None),
}


@pytest.mark.parametrize(("text", "expected"), DEB822.values(), ids=DEB822)
def test_parse_deb822(text: str, expected: Source | None) -> None:
    assert parse_deb822(text) == expected


ONE_LINE = {
    "plain": ("deb http://archive.example/debian bookworm main\n", Source(uri="http://archive.example/debian")),
    "with_options": (f"# old\ndeb [arch=amd64 signed-by={KEYRING}] http://archive.example/debian bookworm main\n", ARCHIVE),
    "sources_alone": ("deb-src http://archive.example/debian bookworm main\n", None),
    "empty": ("", None),
}


@pytest.mark.parametrize(("text", "expected"), ONE_LINE.values(), ids=ONE_LINE)
def test_parse_sources_list(text: str, expected: Source | None) -> None:
    assert parse_sources_list(text) == expected


def test_pin_files_take_the_engine_alone_from_trixie() -> None:
    assert pin_files(ARCHIVE) == {
        "sources.list.d/hubyard-trixie.sources": (
            f"Types: deb\nURIs: http://archive.example/debian\nSuites: trixie\nComponents: main\nSigned-By: {KEYRING}\n"
        ),
        "preferences.d/hubyard-trixie": (
            "Package: *\nPin: release n=trixie\nPin-Priority: 100\n\n"
            "Package: docker.io docker-cli docker-buildx docker-compose\nPin: release n=trixie\nPin-Priority: 600\n"
        ),
    }


def test_source_line_names_the_key_only_where_there_is_one() -> None:
    assert ARCHIVE.line(suite="trixie", components="main") == f"deb [signed-by={KEYRING}] http://archive.example/debian trixie main"
    assert Source(uri="http://a.example").line(suite="noble", components="main universe") == "deb http://a.example noble main universe"


SIMULATED = {
    "installs_only": ("Inst docker.io (26.1.5 Debian:testing [amd64])\nConf docker.io (26.1.5)\n", ()),
    "removes": ("Remv docker-ce [5:27.0]\nInst docker.io (26.1.5)\nRemv containerd.io [1.7]\n", ("docker-ce", "containerd.io")),
}


@pytest.mark.parametrize(("text", "expected"), SIMULATED.values(), ids=SIMULATED)
def test_parse_removals(text: str, expected: tuple[str, ...]) -> None:
    assert parse_removals(text) == expected


SUITES = {
    "debian_makes_trixie_on_bookworm": (Distribution(id="debian", suite="bookworm"), "trixie", "main", True),
    "debian_needs_no_pin_on_trixie": (Distribution(id="debian", suite="trixie"), "trixie", "main", False),
    "ubuntu_makes_its_own": (Distribution(id="ubuntu", suite="noble"), "noble", "main universe", False),
}


@pytest.mark.parametrize(("distribution", "suite", "components", "pinned"), SUITES.values(), ids=SUITES)
def test_distribution(*, distribution: Distribution, suite: str, components: str, pinned: bool) -> None:
    assert (distribution.base_suite, distribution.components, distribution.needs_pin) == (suite, components, pinned)
