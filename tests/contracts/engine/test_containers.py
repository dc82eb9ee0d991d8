"""Containers, in the real engine and in the fake one."""

import time

import pytest

from hubyard.errors import StartFailed
from tests.contracts.engine.conftest import Bench, docker


def test_container_that_is_not_there_is_none(either: Bench) -> None:
    assert either.engine.container(f"{either.mark}-web") is None
    assert either.engine.service_containers(project=either.mark, service="web") == []


def test_up_starts_the_service_alone(either: Bench) -> None:
    either.engine.up(either.project, ["web"])
    found = either.engine.container(f"{either.mark}-web")
    assert found is not None
    assert (found.state, found.health, found.labels["com.docker.compose.service"]) == ("running", "", "web")
    assert found.image == either.image
    assert either.engine.service_containers(project=either.mark, service="web") == [found]
    assert either.engine.service_containers(project=either.mark, service="db") == []


def test_up_with_dependencies_leaves_those_that_run(either: Bench) -> None:
    either.engine.up(either.project, ["db"])
    before = either.engine.service_containers(project=either.mark, service="db")
    either.engine.up(either.project, ["web"], with_dependencies=True)
    assert either.engine.service_containers(project=either.mark, service="db") == before
    assert len(either.engine.service_containers(project=either.mark, service="web")) == 1


def test_containers_of_a_label(either: Bench) -> None:
    either.engine.up(either.project, ["web"])
    assert len(either.engine.containers(label=f"com.docker.compose.project={either.mark}")) == 1
    assert either.engine.containers(label=either.mark) == []


def test_remove_takes_it_away_and_is_nothing_twice(either: Bench) -> None:
    either.engine.up(either.project, ["web"])
    either.engine.remove(f"{either.mark}-web")
    either.engine.remove(f"{either.mark}-web")
    assert either.engine.container(f"{either.mark}-web") is None


def test_log_tail_is_what_it_said(either: Bench) -> None:
    either.engine.up(either.project, ["web"])
    found = either.engine.container(f"{either.mark}-web")
    assert found is not None
    end = time.monotonic() + 20
    while not either.engine.log_tail(found.id, lines=5) and time.monotonic() < end:  # it runs before it speaks
        time.sleep(0.01)
    assert either.engine.log_tail(found.id, lines=5)[0] == "begun"
    assert either.engine.log_tail(f"{either.mark}-none", lines=5) == ()


def test_follow_logs_ends_with_the_container(real: Bench) -> None:
    name = f"{real.mark}-short"
    docker("run", "--detach", "--name", name, real.image, "sh", "-c", "echo begun; sleep 1; printf 한글")
    try:
        assert list(real.engine.follow_logs(name, lines=5)) == ["begun", "한글"]
        assert list(real.engine.follow_logs(name, lines=1)) == ["한글"]
    finally:
        docker("rm", "--force", name)


def test_up_without_its_image_fails(either: Bench) -> None:
    either.engine.up(either.project, ["db"])
    file = either.project.files[0]
    file.write_text(file.read_text(encoding="utf-8").replace(either.image, f"{either.mark}:none"), encoding="utf-8")
    override = file.with_name("override.yaml")
    override.write_text(f"# Made by Hubyard\nservices: {{web: {{image: '{either.mark}:none', pull_policy: never}}}}\n", encoding="utf-8")
    project = type(either.project)(hub="Toy", files=(file, override), directory=file.parent)
    with pytest.raises(StartFailed) as caught:
        either.engine.up(project, ["web"])
    assert caught.value.detail == f"No such image: {either.mark}:none"


def test_ensure_network_twice(either: Bench) -> None:
    either.engine.ensure_network(f"{either.mark}-net")
    either.engine.ensure_network(f"{either.mark}-net")


def test_remove_volume_that_is_not_there(either: Bench) -> None:
    either.engine.remove_volume(f"{either.mark}-none")


def test_info_names_the_engine(either: Bench) -> None:
    info = either.engine.info()
    assert info.name
    assert info.memory_bytes > 0
    assert either.engine.address.startswith("unix://")


def test_container_brought_back_takes_the_place_of_the_new_one(either: Bench) -> None:
    either.engine.up(either.project, ["web"])
    old = either.engine.container(f"{either.mark}-web")
    assert old is not None
    backup = either.engine.back_up(old)
    either.engine.remove(old.id)
    either.engine.up(either.project, ["web"])
    either.engine.bring_back(backup)
    found = either.engine.service_containers(project=either.mark, service="web")
    assert [(c.name, c.image_id, c.state) for c in found] == [(old.name, old.image_id, "running")]
    assert found[0].labels == old.labels


def test_container_that_still_stands_is_kept_by_bring_back(either: Bench) -> None:
    either.engine.up(either.project, ["web"])
    old = either.engine.container(f"{either.mark}-web")
    assert old is not None
    either.engine.bring_back(either.engine.back_up(old))
    assert [c.id for c in either.engine.service_containers(project=either.mark, service="web")] == [old.id]
