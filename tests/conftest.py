"""For all tests: what a developer has set for their own work must not decide a test."""

import os

FOR_TESTS = {"HUBYARD_CASES", "HUBYARD_ENGINE"}
"""What CI says to the tests themselves."""

for name in [name for name in os.environ if name.startswith("HUBYARD_") and name not in FOR_TESTS]:
    del os.environ[name]
