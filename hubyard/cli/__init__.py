"""What people type. Add a task: a body under `@command` in its family's file, its help in `show/sentences/help.toml`."""
