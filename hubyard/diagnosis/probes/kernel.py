"""The kernel's log, out of its own memory."""

from datetime import UTC, datetime
from typing import Final

from hubyard.diagnosis.facts.work import KernelFacts
from hubyard.diagnosis.heard import Heard, Unread, parts_in
from hubyard.diagnosis.probes.log_lines import CHOOSE, KERNEL, is_whole, moment_of, split_first
from hubyard.diagnosis.probes.reading import never_raising, number, text_of, why_missing
from hubyard.diagnosis.probes.scripts import MAY_BECOME_ROOT

SCRIPT: Final = (
    CHOOSE
    + MAY_BECOME_ROOT
    + f"""
part boot sed -n 's/^btime //p' /proc/stat
part iso choose '{KERNEL}' dmesg --time-format=iso
whole || part plain choose '{KERNEL}' dmesg
whole || {{ may_become_root && part sudo choose '{KERNEL}' sudo -n dmesg --time-format=iso; }}
:
"""
)
"""busybox's dmesg knows no --time-format."""
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
