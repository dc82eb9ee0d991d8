"""The gate: everything heavy passes it, first come first served. Add an admission rule: `admission.py`; a message: `events.py`."""
