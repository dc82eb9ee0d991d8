"""The host's readings as values, with a pure `parse_*` beside each. Add a reading: a file here, a method in `port.py`, its driver."""
