"""What must be so before any hub is begun; else the host as a whole is refused."""

from hubyard.deploy.values import DeployTools
from hubyard.errors import DiskTooSmall, PortTaken


def check_host(tools: DeployTools) -> None:
    """Raises EngineMissing, EngineForbidden, EngineElsewhere, DiskTooSmall, PortTaken."""
    info = tools.engine.info()
    tools.must_be_here(info)
    free_bytes = tools.host.free_bytes(info.root_folder)
    if free_bytes < tools.yard.settings.disk_reserve_bytes:
        raise DiskTooSmall(folder=info.root_folder, free_bytes=free_bytes, needed_bytes=tools.yard.settings.disk_reserve_bytes)
    holder = tools.gateway.port_conflict()
    if holder is not None:
        raise PortTaken(port=tools.yard.settings.port, holder=holder)
