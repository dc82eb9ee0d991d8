"""What builds needed, measured, and which stages are in doubt (docs/decisions/doubts.md). Add a field: `values.py`, with a default."""
