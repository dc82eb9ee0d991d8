"""Where ports, routes and health paths stand written. Each file reads one kind of text, purely. Add a kind: a file here."""
