"""Does the engine run on this host? Only then do our locks and readings say anything about its builds."""

from hubyard.engine.port import EngineInfo

TOLERANCE = 0.01
"""The engine rounds, and memory is hot-plugged by the page; two machines of one size differ in name or kernel."""


def runs_here(info: EngineInfo, *, host_name: str, kernel: str, memory_bytes: int) -> bool:
    """`memory_bytes` is MemTotal. An engine in a virtual machine of this host (Docker Desktop) has a kernel of its own and is elsewhere."""
    near = abs(info.memory_bytes - memory_bytes) <= TOLERANCE * memory_bytes
    return info.name == host_name and info.kernel == kernel and near
