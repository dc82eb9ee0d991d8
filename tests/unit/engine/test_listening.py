"""Who listens, from lines of /proc/net/unix as recorded."""

import pytest

from hubyard.engine.listening import parse_listening

HEAD = "Num       RefCount Protocol Flags    Type St Inode Path\n"
CASES = {
    "listener": ("00000000d4ed0e42: 00000002 00000000 00010000 0001 01 6186281 /var/run/docker.sock\n", {"/var/run/docker.sock"}),
    "its_connections_alone": ("00000000dd111a78: 00000003 00000000 00000000 0001 03 6186817 /var/run/docker.sock\n", set()),
    "path_with_a_blank": ("00000000d4ed0e42: 00000002 00000000 00010000 0001 01 6186281 /run/my own.sock\n", {"/run/my own.sock"}),
    "abstract": ("00000000c1d6ab35: 00000002 00000000 00010000 0001 01 20541 @/run/x.sock\n", set()),
    "without_a_path": ("000000003ab7c6a9: 00000003 00000000 00000000 0001 03 6186816\n", set()),
    "none": ("", set()),
}


@pytest.mark.parametrize(("lines", "paths"), CASES.values(), ids=CASES)
def test_parse_listening(lines: str, paths: set[str]) -> None:
    assert parse_listening(HEAD + lines) == paths
