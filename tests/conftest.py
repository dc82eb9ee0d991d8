"""For all tests: what a developer has set for their own work must not decide a test."""

import os
import signal

import hypothesis

FOR_TESTS = {"HUBYARD_CASES", "HUBYARD_ENGINE"}
"""What CI says to the tests themselves."""

for name in [name for name in os.environ if name.startswith("HUBYARD_") and name not in FOR_TESTS]:
    del os.environ[name]

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup(1) it is ignored, and what is started ignores it too

hypothesis.settings.register_profile("any_machine", deadline=None)  # how long an example takes says what else the machine does
hypothesis.settings.load_profile("any_machine")
