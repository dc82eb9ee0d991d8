"""The Docker engine: values, parsers, command lines. `drivers/engine` runs it. Add an engine flag: `build_command.py`."""
