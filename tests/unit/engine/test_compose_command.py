from pathlib import Path

from hubyard.engine.compose_command import compose_argv
from hubyard.engine.port import Project

YARD = Path("/yard")


def test_least_that_a_project_says() -> None:
    project = Project(hub="WBFinHub", files=(YARD / "compose.yaml",), directory=YARD)
    assert compose_argv(project) == ("docker", "compose", "--file", "/yard/compose.yaml", "--project-directory", "/yard")


def test_all_that_a_project_says_files_in_their_order() -> None:
    project = Project(
        hub="WBFinHub",
        files=(YARD / "b.yaml", YARD / "a b.yaml"),
        directory=YARD,
        name="staging",
        env_files=(YARD / "one.env", YARD / "two.env"),
        profiles=("web", "jobs"),
    )
    assert compose_argv(project) == (
        *("docker", "compose", "--file", "/yard/b.yaml", "--file", "/yard/a b.yaml"),
        *("--profile", "web", "--profile", "jobs", "--env-file", "/yard/one.env", "--env-file", "/yard/two.env"),
        *("--project-name", "staging", "--project-directory", "/yard"),
    )
