"""What in a hub's files will hurt, before it does. Add here: a rule in `rules/`, its sentences in `show/sentences/doctor.toml`."""
