"""Space and inodes of the file systems that matter: the host's root, /tmp, the engine's folder, the checkouts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from hubyard.diagnosis.facts.host import DiskFacts, FileSystem
from hubyard.diagnosis.heard import Heard, Unread, parts_in
from hubyard.diagnosis.probes.reading import never_raising, text_of, why_missing
from hubyard.diagnosis.probes.scripts import CHECKOUTS

SCRIPT: Final = (
    CHECKOUTS
    + r"""
use() {
  part "blocks.$1" df -kP "$2"
  part "inodes.$1" df -iP "$2"
}
mounts() { awk '$2 !~ /\/(overlay2|containers|netns|aufs)\// {print substr($4 ",", 1, 3), $2}' /proc/mounts | tail -n 300; }
part mounts mounts
use root /
use tmp /tmp
use state /run/lock
use engine /var/lib/docker
root=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null)
case $root in /var/lib/docker | '') ;; /*) use engine "$root" ;; esac
checkouts=$(checkouts)
part checkouts printf '%s\n' "$checkouts"
number=0
while read -r folder; do
  [ -d "$folder" ] || continue
  number=$((number + 1)); use "checkout-$number" "$folder"
  part "name.checkout-$number" printf '%s' "${folder##*/}"
done <<END
$checkouts
END
"""
)
ROW: Final = re.compile(
    r"^(?P<device>\S.*?) +(?P<all>[0-9]{1,17}) +[0-9]{1,17} +(?P<free>[0-9]{1,17}) +(?:[0-9]+%|-) +(?P<mount>/.*)$", re.MULTILINE
)
"""Of `df -P` (POSIX), of blocks of 1024 bytes or of inodes. Where a file system has no inodes, they are 0, or "-" and no row."""
USED_FOR_NOTHING: Final = "root"
KIB: Final = 1024


@never_raising
def parse(heard: Heard) -> DiskFacts | Unread:
    parts = parts_in(heard)
    read_only = set(re.findall(r"^ro, (/.*)$", text_of(parts, "mounts"), re.MULTILINE))
    found: dict[str, FileSystem] = {}
    for one in _read({name: part.text for name, part in parts.items()}):
        known = found.get(one.mount)
        uses = (*known.uses, *(use for use in one.uses if use not in known.uses)) if known else one.uses
        found[one.mount] = replace(one, uses=uses, read_only=one.mount in read_only)
    if not found:
        return why_missing(heard, parts.get("blocks.root"))
    return DiskFacts(file_systems=tuple(found.values()))


def _read(texts: Mapping[str, str]) -> Iterator[FileSystem]:
    """Also of a command that ended badly: df prints what it could."""
    for name in texts:
        kind, _dot, use = name.partition(".")
        blocks = ROW.search(texts[name]) if kind == "blocks" else None
        if blocks is None:
            continue
        inodes = ROW.search(texts.get(f"inodes.{use}", ""))
        named = texts.get(f"name.{use}") or use
        yield FileSystem(
            mount=blocks["mount"],
            device=blocks["device"],
            total_bytes=int(blocks["all"]) * KIB,
            free_bytes=int(blocks["free"]) * KIB,
            inodes=int(inodes["all"]) if inodes else 0,
            inodes_free=int(inodes["free"]) if inodes else 0,
            uses=() if use == USED_FOR_NOTHING else (named,),
        )
