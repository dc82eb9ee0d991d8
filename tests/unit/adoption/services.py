"""Services for tables of cases."""

from pathlib import Path

from hubyard.engine.port import BuildSection, Service


def service(
    name: str = "web",
    *,
    built: bool = True,
    image: str | None = None,
    ports: tuple[int, ...] = (),
    mem_limit_bytes: int | None = None,
    **section: object,
) -> Service:
    context = Path("/srv") / name
    return Service(
        name=name,
        image=image,
        build=BuildSection(context=context, dockerfile=context / "Dockerfile") if built else None,
        container_name=None,
        depends_on=(),
        networks=(),
        ports=ports,
        has_healthcheck=False,
        mem_limit_bytes=mem_limit_bytes,
        env_file_paths=(),
        section=section,
    )
