"""The kernel's log, out of its own memory."""

from datetime import UTC, datetime
from typing import Final

from hubyard.diagnosis.facts.work import KernelFacts
from hubyard.diagnosis.heard import Heard, Unread, parts_in
from hubyard.diagnosis.probes.log_lines import CHOOSE, KERNEL, is_whole, moment_of, split_first
from hubyard.diagnosis.probes.reading import never_raising, number, text_of, why_missing

SCRIPT: Final = (
    CHOOSE
    + f"""
part boot sed -n 's/^btime //p' /proc/stat
part iso choose '{KERNEL}' dmesg --time-format=iso
whole || part plain choose '{KERNEL}' dmesg
whole || {{ id -Gn | grep -qwE 'sudo|wheel|admin' && part sudo choose '{KERNEL}' sudo -n dmesg --time-format=iso; }}
:
"""
)
"""busybox's dmesg knows no --time-format. `sudo -n` asks nobody: it fails where a password would be needed.

It is left to those who may become root at all: for others it would be an incident in the host's log.
"""
WAYS: Final = ("iso", "plain", "sudo")


@never_raising
def parse(heard: Heard) -> KernelFacts | Unread:
    """Why it could not be read is told by plain `dmesg`: `sudo` may be missing, and ISO times unknown."""
    parts = parts_in(heard)
    part = next((parts[way] for way in WAYS if way in parts and is_whole(parts[way])), None)
    if part is None:
        return why_missing(heard, parts.get("plain", parts.get("iso")))
    text, first = split_first(part)
    boot_s = number(text_of(parts, "boot"))
    booted = datetime.fromtimestamp(boot_s, tz=UTC) if boot_s is not None else None
    return KernelFacts(text=text, since=moment_of(first, booted=booted))
