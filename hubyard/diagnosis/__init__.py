"""What happened to a host, how sure that is, and what to do. Add here: something to read, `probes/`; a rule over it, `rules/`."""
