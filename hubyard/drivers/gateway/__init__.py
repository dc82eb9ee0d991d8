"""Gateways on this host, and the probe that asks them. Add a gateway: a file here and a line in tools.py."""
