"""What must be so before any hub is begun; else the host as a whole is refused."""

from hubyard.deploy.values import DeployTools
from hubyard.engine.here import runs_here
from hubyard.errors import DiskTooSmall, EngineElsewhere, PortTaken


def check_host(tools: DeployTools) -> None:
    """Raises EngineMissing, EngineElsewhereSilent, EngineForbidden, EngineElsewhere, DiskTooSmall, PortTaken."""
    info, here = tools.engine.info(), tools.host.identity()
    if not runs_here(info, host_name=here.name, kernel=here.kernel, memory_bytes=here.memory_bytes):
        raise EngineElsewhere(address=tools.engine.address, engine_host=info.name, this_host=here.name)
    free_bytes = tools.host.free_bytes(info.root_folder)
    if free_bytes < tools.yard.settings.disk_reserve_bytes:
        raise DiskTooSmall(folder=info.root_folder, free_bytes=free_bytes, needed_bytes=tools.yard.settings.disk_reserve_bytes)
    holder = tools.gateway.port_conflict()
    if holder is not None:
        raise PortTaken(port=tools.yard.settings.port, holder=holder)
