import pytest

from hubyard.host.oom.container_ids import find_container_id

ID, INNER, STEP = "a1" * 32, "b2" * 32, "bngcu53lqktnajac66yhf7rbh"

CASES: dict[str, tuple[str | None, str | None]] = {
    "docker_with_cgroupfs": (f"/docker/{ID}", ID),
    "docker_with_systemd": (f"/system.slice/docker-{ID}.scope", ID),
    "cpuset_of_a_scope": (f"docker-{ID}.scope", ID),
    "cpuset_alone": (ID, ID),
    "containerd_behind_colons": (f"/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:{ID}", ID),
    "cri_o": (f"/kubepods.slice/kubepods-pod1.slice/crio-{ID}.scope", ID),
    "podman_with_a_child": (f"/machine.slice/libpod-{ID}.scope/container", ID),
    "ecs": (f"/ecs/{'c' * 32}/{ID}", ID),
    "builder": (f"/docker/buildx/{ID}", ID),
    "the_innermost": (f"/docker/{ID}/docker/{INNER}", INNER),
    "in_a_container_of_lxc": (f"/lxc/39004/ns/system.slice/docker-{ID}.scope", ID),
    "step_of_a_build": (f"/hubyard.slice/fin/buildkit/{STEP}", STEP),
    "step_behind_colons": (f"/system.slice/docker.service/system.slice:docker:{STEP}", STEP),
    "short_as_people_write_it": ("/docker/6562b1be2e55", "6562b1be2e55"),
    "lxc_has_a_number_and_no_id": ("/lxc/703/ns/system.slice/pulse.service", None),
    "conmon_is_not_in_its_container": (f"/machine.slice/libpod-conmon-{ID}.scope", None),
    "part_of_an_id": (f"{ID[:25]}.scope", None),
    "service": ("/system.slice/docker.service", None),
    "the_top": ("/", None),
    "not_told": (None, None),
}


@pytest.mark.parametrize(("cgroup", "container"), CASES.values(), ids=CASES)
def test_find_container_id(cgroup: str | None, container: str | None) -> None:
    assert find_container_id(cgroup) == container
