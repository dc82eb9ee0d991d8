"""The gate by kernel locks. `kernel_gate` is the order of steps; each lock, and each thing waited for, has a file. Add a lock: a file."""

from hubyard.drivers.gate.kernel_gate import KernelGate

__all__ = ["KernelGate"]
