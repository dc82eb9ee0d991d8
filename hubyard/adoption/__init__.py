"""Repositories → hub.toml files. Add a place where a port or route is written: a file in `hints/`, its rank in `proposing.py`."""
