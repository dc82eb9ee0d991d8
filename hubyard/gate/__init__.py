"""The gate: everything heavy passes it, first come first served. Add an admission rule: `admission.py`; what waiters are told: `events.py`."""
