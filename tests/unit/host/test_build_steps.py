import pytest

from hubyard.host.build_steps import container_of, hub_of, is_step, step_command

ID = "bngcu53lqktnajac66yhf7rbh"
CONTAINER = "6b9c0e2f0be459d2b75149359ce7a749697aca31be80a39003bad8eb83ff6ce1"

PATHS = {  #                                                                            step, container
    "engine_with_cgroupfs": (f"/docker/buildkit/{ID}", True, ""),
    "engine_with_systemd": (f"/system.slice/system.slice:docker:{ID}", True, ""),
    "engine_with_a_parent_of_its_own": (f"/builds/buildkit/{ID}", True, ""),
    "engine_with_a_slice_of_its_own": (f"/system.slice/builds.slice:docker:{ID}", True, ""),
    "builder_container_with_cgroupfs": (f"/docker/buildx/{CONTAINER}/buildkit/{ID}", True, CONTAINER[:12]),
    "builder_container_with_systemd": (f"/system.slice/docker-{CONTAINER}.scope/buildkit/{ID}", True, CONTAINER[:12]),
    "engine_in_a_container": (f"/docker/{CONTAINER}/docker/buildkit/{ID}", True, CONTAINER[:12]),
    "innermost_container": (f"/docker/{'0' * 64}/docker/{CONTAINER}/buildkit/{ID}", True, CONTAINER[:12]),
    "hub_of_a_yard_in_a_container": (f"/docker/{CONTAINER}/hubyard.slice/fin/buildkit/{ID}", True, CONTAINER[:12]),
    "part_of_a_step": (f"/docker/buildkit/{ID}/init", False, ""),
    "all_steps": ("/docker/buildkit", False, ""),
    "container_in_a_folder_named_buildkit": (f"/buildkit/{CONTAINER}", False, ""),
    "container_with_systemd": (f"/system.slice/docker-{CONTAINER}.scope", False, ""),
    "containerd_task_with_cgroupfs_names": (f"/kubepods.slice:cri-containerd:{CONTAINER}", False, ""),
}


@pytest.mark.parametrize(("path", "step", "container"), PATHS.values(), ids=PATHS)
def test_step_and_its_container(path: str, step: bool, container: str) -> None:  # noqa: FBT001  a table of cases
    assert (is_step(path), container_of(path)) == (step, container)


HUBS = {
    "of_a_hub": (f"/hubyard.slice/fin/buildkit/{ID}", "fin"),
    "of_a_hub_in_a_container": (f"/docker/{CONTAINER}/hubyard.slice/fin/buildkit/{ID}", "fin"),
    "of_a_file": ("/sys/fs/cgroup/memory/hubyard.slice/fin", "fin"),
    "of_ours_and_of_no_hub": (f"/hubyard.slice/buildkit/{ID}", ""),
    "of_somebody_else": (f"/docker/buildkit/{ID}", ""),
}


@pytest.mark.parametrize(("path", "hub"), HUBS.values(), ids=HUBS)
def test_hub_of(path: str, hub: str) -> None:
    assert hub_of(path) == hub


COMMANDS = {
    "shell_around_it": (b"/bin/sh\0-c\0npm ci\0", b"npm\0ci"),
    "shell_with_options": (b"/bin/bash\0-euxo\0pipefail\0-c\0npm ci\0", b"/bin/bash\0-euxo\0pipefail\0-c\0npm ci\0"),
    "shell_with_options_in_one": (b"/bin/bash\0-exc\0npm  ci\n&& x\0", b"npm\0ci\0&&\0x"),
    "no_shell": (b"node\0build.js\0", b"node\0build.js\0"),
    "script": (b"sh\0build.sh\0", b"sh\0build.sh\0"),
    "gone": (b"", b""),
}


@pytest.mark.parametrize(("cmdline", "command"), COMMANDS.values(), ids=COMMANDS)
def test_step_command(cmdline: bytes, command: bytes) -> None:
    assert step_command(cmdline) == command
