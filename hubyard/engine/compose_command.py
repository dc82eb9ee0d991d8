"""The command line of Compose for a project. What it is asked comes after it."""

from hubyard.engine.port import Project


def compose_argv(project: Project) -> tuple[str, ...]:
    """Options of a project come before Compose's own command (`docker compose --help`). Where no name is given Compose finds one."""
    return (
        *("docker", "compose"),
        *(word for file in project.files for word in ("--file", str(file))),
        *(word for profile in project.profiles for word in ("--profile", profile)),
        *(word for file in project.env_files for word in ("--env-file", str(file))),
        *(("--project-name", project.name) if project.name else ()),
        *("--project-directory", str(project.directory)),
    )
