"""Deploying: facts → plan → stages. Add a stage: a file in `stages/`, its row in `stages/__init__.py`, its sentence in deploy.toml."""
