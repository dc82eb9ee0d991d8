"""The only code that touches the machine, a package per port. Add a driver: a package here, a line in `tools.py`."""

import warnings

# requests, under docker-py, would guess encodings by a library of 3 MB. An engine speaks UTF-8, so our lock leaves that library out
# (docs/decisions/memory-of-waiting.md).
warnings.filterwarnings("ignore", message="Unable to find acceptable character detection dependency")
