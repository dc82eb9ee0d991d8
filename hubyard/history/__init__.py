"""What builds needed, measured. It may be lost without much harm: estimates begin anew then. Add a field: `values.py`, with a default."""
