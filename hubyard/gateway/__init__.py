"""The gateway: one address for all hubs. Its file is rendered here (pure); `drivers/gateway` runs it."""
