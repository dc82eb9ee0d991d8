"""The only code that touches the machine, a package per port. Add a driver: a package here, a line in `tools.py`."""
