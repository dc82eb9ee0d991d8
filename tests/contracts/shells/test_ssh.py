"""Only of another host's: the login, and what stands in its way."""

import socket
import subprocess
from pathlib import Path

import pytest

from hubyard.drivers.diagnosis.shells import HostShells
from hubyard.drivers.diagnosis.ssh_shell import private_folder
from hubyard.errors import HostKeyChanged, HostKeyUnknown, HostUnreachable, HubyardError, LoginRefused, UnknownOption
from tests.contracts.shells.sshd import USER, Sshd
from tests.integration.machine.machine import eventually

OTHER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"


def refused(shells: HostShells, typed: str, key: Path) -> HubyardError:
    with pytest.raises(HubyardError) as raised:
        shells.on(typed, identity=key).hear({"one": "echo well"}, limit_s=3)
    return raised.value


def test_unknown_host_key_is_refused_with_the_command_that_helps(sshd: Sshd) -> None:
    error = refused(HostShells(settings=sshd.strangers), sshd.typed, sshd.key)
    assert isinstance(error, HostKeyUnknown)
    assert error.remedy == f"ssh -p {sshd.port} -i {sshd.key} {USER}@127.0.0.1 true"


def test_unknown_host_key_is_not_learnt(sshd: Sshd) -> None:
    refused(HostShells(settings=sshd.strangers), sshd.typed, sshd.key)
    assert (sshd.folder / "unknown_hosts").read_text(encoding="utf-8") == ""


def test_changed_host_key_is_refused(sshd: Sshd) -> None:
    known = f"[127.0.0.1]:{sshd.port}"
    error = refused(HostShells(settings=sshd.settings_with("changed", f"{known} {OTHER_KEY}\n")), sshd.typed, sshd.key)
    assert isinstance(error, HostKeyChanged)
    assert error.known == known


def test_login_with_another_key_is_refused(sshd: Sshd, tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True, timeout=60)
    error = refused(HostShells(settings=sshd.settings), sshd.typed, tmp_path / "other")
    assert isinstance(error, LoginRefused)
    assert "Permission denied" in error.detail


def test_login_without_a_shell_is_refused(sshd: Sshd) -> None:
    sshd.run("usermod", "--shell", "/usr/sbin/nologin", USER)
    try:
        error = refused(HostShells(settings=sshd.settings), sshd.typed, sshd.key)
    finally:
        sshd.run("usermod", "--shell", "/bin/sh", USER)
    assert isinstance(error, LoginRefused)


def test_port_where_nobody_listens_is_unreachable(sshd: Sshd) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        error = refused(HostShells(settings=sshd.settings), f"{USER}@127.0.0.1:{free.getsockname()[1]}", sshd.key)
    assert isinstance(error, HostUnreachable)
    assert "refused" in error.detail


def test_name_that_does_not_exist_is_unreachable(sshd: Sshd) -> None:
    error = refused(HostShells(settings=sshd.settings), "nobody.invalid", sshd.key)
    assert isinstance(error, HostUnreachable)


def test_key_that_is_not_there_is_refused_before_the_host_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UnknownOption):
        HostShells().on("ubuntu@host", identity=tmp_path / "none")


def test_address_that_would_be_an_option_is_refused() -> None:
    with pytest.raises(UnknownOption):
        HostShells().on("-oProxyCommand=true", identity=None)


def test_server_that_allows_one_session_only_is_asked_all_the_same(sshd: Sshd) -> None:
    sshd.run("sh", "-c", "echo MaxSessions 1 >/etc/ssh/sshd_config.d/one.conf; kill -HUP $(pgrep -o -x sshd)")
    shell = HostShells(settings=sshd.settings).on(sshd.typed, identity=sshd.key)
    try:
        eventually(lambda: shell.hear({"one": "echo well"}, limit_s=5)["one"].text == "well\n", limit_s=20, what="it is back")
        heard = shell.hear({f"{number}": "echo well" for number in range(4)}, limit_s=10)
    finally:
        sshd.run("sh", "-c", "rm /etc/ssh/sshd_config.d/one.conf; kill -HUP $(pgrep -o -x sshd)")
    assert {one.text for one in heard.values()} == {"well\n"}


def test_nothing_is_written_there_and_nobody_stays(sshd: Sshd) -> None:
    before = sshd.run("find", f"/home/{USER}", "/tmp")
    HostShells(settings=sshd.settings).on(sshd.typed, identity=sshd.key).hear({"one": "echo well", "late": "sleep 300"}, limit_s=1)
    assert sshd.run("find", f"/home/{USER}", "/tmp") == before
    eventually(lambda: not sshd.run("sh", "-c", f"pgrep -u {USER} || true").split(), limit_s=10, what="all sessions ended")


@pytest.mark.parametrize("name", ["short", "x" * 100, "100%h"])
def test_folder_of_the_socket_is_private_and_short(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with private_folder(str(tmp_path / name)) as folder:
        assert len(str(folder)) < 80
        assert "%" not in str(folder)
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()
