"""The gateway: one address for all hubs. Its file is written here (pure); `drivers/gateway` runs it.

Another way to route: the template. Another gateway: its own text here, its driver beside `drivers/gateway/caddy.py`, a line in tools.py.
"""
