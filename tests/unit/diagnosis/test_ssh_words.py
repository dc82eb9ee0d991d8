"""Addresses, command lines and what OpenSSH says."""

from pathlib import Path

import pytest

from hubyard.diagnosis.ssh_words import Address, Login, error_of, master_argv, parse_address, script_argv
from hubyard.errors import HostKeyChanged, HostKeyUnknown, HostUnreachable, HubyardError, LoginRefused, UnknownOption

ADDRESSES = {
    "host": Address(host="host"),
    "ubuntu@10.0.0.5": Address(host="10.0.0.5", user="ubuntu"),
    "ubuntu@h.example:2222": Address(host="h.example", user="ubuntu", port=2222),
    "u@[fe80::1]:22": Address(host="fe80::1", user="u", port=22),
}


@pytest.mark.parametrize(("typed", "address"), ADDRESSES.items(), ids=ADDRESSES)
def test_parse_address(typed: str, address: Address) -> None:
    assert parse_address(typed) == address


BAD = [
    "",
    "-oProxyCommand=x",
    "a@-host",
    "-l@host",
    "a@b@c",
    "a b",
    "host:",
    "host:0",
    "host:99999",
    "host:x",
    "h\n",
    "h%n",
    "fe80::1",
    "호스트",
]


@pytest.mark.parametrize("typed", BAD)
def test_parse_address_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(UnknownOption):
        parse_address(typed)


LOGIN = Login(address=Address(host="h", user="u", port=2222), identity=Path("/k"))


def test_command_lines_end_with_the_host_behind_two_dashes() -> None:
    master = master_argv(LOGIN, control=Path("/c"))
    assert master[0] == "ssh"
    assert "BatchMode=yes" in master
    assert not [word for word in master if word.startswith("StrictHostKeyChecking")]
    assert master[-7:-1] == ["-p", "2222", "-l", "u", "--", "h"]
    script = script_argv(LOGIN, control=Path("/c"), limit_s=5)
    assert script[-7:-1] == master[-7:-1]
    assert "timeout -s KILL 5 sh -c" in script[-1]


SAID = {
    "unknown": ("Host key verification failed.\r\n", HostKeyUnknown),
    "unknown_strictly": (
        "No ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed.",
        HostKeyUnknown,
    ),
    "changed": ("@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@\nHost key verification failed.", HostKeyChanged),
    "no_key": ("u@h: Permission denied (publickey).", LoginRefused),
    "too_many": ("Received disconnect from h port 22:2: Too many authentication failures", LoginRefused),
    "closed": ("ssh: connect to host h port 22: Connection refused", HostUnreachable),
    "silent": ("ssh: connect to host h port 22: Connection timed out", HostUnreachable),
    "nowhere": ("ssh: Could not resolve hostname h: Name or service not known", HostUnreachable),
    "nothing": ("", HostUnreachable),
}


@pytest.mark.parametrize(("said", "kind"), SAID.values(), ids=SAID)
def test_error_of(said: str, kind: type[HubyardError]) -> None:
    assert type(error_of(said, typed="u@h:2222", login=LOGIN)) is kind


def test_known_host_s_name_has_its_port() -> None:
    error = error_of("IDENTIFICATION HAS CHANGED", typed="u@h:2222", login=LOGIN)
    assert isinstance(error, HostKeyChanged)
    assert error.known == "[h]:2222"
