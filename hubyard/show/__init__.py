"""All that people see. Add a message: a table in `sentences/<room>.toml`; add a table: a file in `tables/`."""
