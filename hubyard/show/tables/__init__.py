"""One file a table: how it looks, and its JSON document. Add a table: a file here, its words in `sentences/tables.toml`."""
