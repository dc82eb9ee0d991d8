"""Whole command lines."""

import shlex

from hubyard.engine.as_root import as_root, by_container, by_sudo


def test_ways() -> None:
    assert as_root("X") == ("sh", "-c", "X")
    assert by_sudo("X") == ("sudo", "-n", "sh", "-c", "X")
    assert shlex.join(by_container("X", image="base:1", prefix=("docker", "--context", "c"))) == (
        "docker --context c run --rm --pull=never --network=none --privileged --cgroupns=host"
        " -v /sys/fs/cgroup:/sys/fs/cgroup --user=0:0 --entrypoint=sh base:1 -c X"
    )
