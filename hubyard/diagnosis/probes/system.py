"""Who the host is, who we are there, and what its clock says."""

import re
from datetime import UTC, datetime
from typing import Final

from hubyard.diagnosis.facts.host import SystemFacts
from hubyard.diagnosis.heard import Heard, Part, Unread, parts_in
from hubyard.diagnosis.probes.reading import never_raising, text_of, why_missing

SCRIPT: Final = r"""
part date date +%s.%N
part uname uname -n -r -m
part user id -un
part uid id -u
part os sed -n 's/^PRETTY_NAME=//p' /etc/os-release
part boot sed -n 's/^btime //p' /proc/stat
part virt systemd-detect-virt
part dockerenv ls /.dockerenv
part timedatectl timedatectl show --property=NTPSynchronized --value
part chrony chronyc -n tracking
"""
DATE: Final = re.compile(r"(?P<s>[0-9]{1,11})(?:\.(?P<fraction>[0-9]{1,9}))?")
"""Busybox knows no %N and prints nothing, or the letter, in its place."""


@never_raising
def parse(heard: Heard) -> SystemFacts | Unread:
    parts = parts_in(heard)
    name, kernel, architecture = _uname(text_of(parts, "uname"))
    if not kernel:
        return why_missing(heard, parts.get("uname"))
    now = _moment(text_of(parts, "date"))
    return SystemFacts(
        name=name,
        kernel=kernel,
        architecture=architecture,
        distribution=text_of(parts, "os").strip().strip("\"'"),
        user=text_of(parts, "user").strip(),
        is_root=text_of(parts, "uid").strip() == "0",
        now=now,
        clock_ahead_s=_ahead_s(heard, now),
        synchronized=_synchronized(text_of(parts, "timedatectl"), text_of(parts, "chrony")),
        booted=_moment(text_of(parts, "boot")),
        virtualization=_virtualization(parts.get("virt"), in_docker=bool(text_of(parts, "dockerenv"))),
    )


def _uname(text: str) -> tuple[str, str, str]:
    """Printed in the order -n -r -m, whatever order they were asked for in."""
    found = (*text.split(), "", "", "")
    return found[0], found[1], found[2]


def _moment(text: str) -> datetime | None:
    found = DATE.match(text.strip())
    return datetime.fromtimestamp(float(f"{found['s']}.{found['fraction'] or 0}"), tz=UTC) if found else None


def _ahead_s(heard: Heard, now: datetime | None) -> float | None:
    """At least. A busy host answers late, and between the question and the answer its clock may have been read at any time."""
    if now is None or heard.asked is None or heard.asked.tzinfo is None:
        return None
    since_asked_s = (now - heard.asked).total_seconds()
    return since_asked_s - min(max(since_asked_s, 0.0), heard.elapsed_s)


def _synchronized(timedatectl: str, tracking: str) -> bool | None:
    if (said := timedatectl.strip()) in {"yes", "no"}:
        return said == "yes"
    if leap := re.search(r"^Leap status\s*: (.*)$", tracking, re.MULTILINE):
        return leap[1].strip() != "Not synchronised"
    return None


def _virtualization(said: Part | None, *, in_docker: bool) -> str:
    """Without a virtual machine it prints "none" and ends with 1 (systemd-detect-virt(1))."""
    word = said.text.strip() if said is not None else ""
    if re.fullmatch(r"[a-z0-9-]{1,30}", word):
        return word
    return "docker" if in_docker else ""
