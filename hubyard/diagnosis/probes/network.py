"""Names of the registries that builds here need, and whether the host's own resolver finds them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hubyard.diagnosis.facts.host import Lookup, NetworkFacts
from hubyard.diagnosis.heard import Heard, Part, Unread, Why, parts_in
from hubyard.diagnosis.probes.reading import NOT_FOUND, never_raising, real, text_of, why_missing
from hubyard.diagnosis.probes.scripts import CHECKOUTS

SCRIPT: Final = (
    CHECKOUTS
    + r"""
hosts() {
  while read -r file; do sed -n 's/^\(@[^:=]*:\)\{0,1\}registry *= *"\{0,1\}https\{0,1\}:\/\///p' "$file" 2>/dev/null; done |
    sed 's/[/"?#].*//; s/.*@//; s/:.*//' | sort -u | head -n 5
}
npm() { printf '%s\n' "$HOME/.npmrc" /etc/npmrc /usr/etc/npmrc /usr/local/etc/npmrc | hosts; }
npm_of_checkouts() { checkouts | sed 's/$/\/.npmrc/' | hosts; }
images() {
  docker info --format '{{if .ServerVersion}}{{if or .HTTPProxy .HTTPSProxy}}proxy{{else}}direct{{end}} {{.IndexServerAddress}}
{{- with .RegistryConfig}}{{range .Mirrors}} {{.}}{{end}}{{end}}{{end}}' | sed 's#://[^/ ]*@#://#g'
}
limited() { if command -v timeout >/dev/null; then timeout 3 "$@"; else "$@"; fi; }
look() {
  read -r began rest </proc/uptime; limited getent hosts "$1" >/dev/null 2>&1; found=$?; read -r ended rest </proc/uptime
  printf '%s %s' "$began" "$ended"
  return $found
}
part resolvers grep -c '^nameserver' /etc/resolv.conf
part npm npm
for name in $part_text; do part "lookup.$name" look "$name"; done
part images images
case $part_text in
  direct*)
    for address in ${part_text#direct}; do
      name=${address#*://}; name=${name%%/*}; name=${name%%:*}
      part "lookup.$name" look "$name"
    done ;;
esac
part checkouts npm_of_checkouts
for name in $part_text; do part "lookup.$name" look "$name"; done
"""
)
"""First what needs no engine. A registry's password is in front of an "@", and left out. Only names that are configured are looked up.

Where the engine goes by a proxy, that one looks names up.
"""
NAME: Final = re.compile(r"[A-Za-z0-9.-]{1,253}")
TOO_LONG: Final = 124
"""Exit status of `timeout`."""


@never_raising
def parse(heard: Heard) -> NetworkFacts | Unread:
    parts = parts_in(heard)
    if "npm" not in parts:
        return why_missing(heard, None)
    servers = tuple(dict.fromkeys(_servers(parts)))
    if not servers and not text_of(parts, "images").startswith("proxy"):
        return why_missing(heard, parts.get("images"))
    lookups = tuple(_lookups(servers, parts, heard))
    if not lookups and any(part.status == NOT_FOUND for name, part in parts.items() if name.startswith("lookup.")):
        return Unread(why=Why.ABSENT, detail="getent")
    return NetworkFacts(servers=servers, lookups=lookups)


def _servers(parts: Mapping[str, Part]) -> Iterator[str]:
    yield from text_of(parts, "npm").split()
    kind, *addresses = text_of(parts, "images").split() or ["proxy"]
    if kind == "direct":
        yield from filter(None, (address.partition("://")[2].partition("/")[0].partition(":")[0] for address in addresses))
    yield from text_of(parts, "checkouts").split()


def _lookups(servers: Sequence[str], parts: Mapping[str, Part], heard: Heard) -> Iterator[Lookup]:
    """Of a name that was still being looked up at the limit there is no whole part. Without `getent` nothing is known."""
    for name in filter(NAME.fullmatch, servers):
        part = parts.get(f"lookup.{name}")
        if part is None and heard.status is None:
            yield Lookup(name=name, found=False)
            return
        if part is None or part.status == NOT_FOUND:
            continue
        elapsed_s = None if part.status == TOO_LONG else _elapsed_s(part.text)
        yield Lookup(name=name, found=part.good, elapsed_s=elapsed_s, detail="" if part.good else _detail(parts))


def _elapsed_s(text: str) -> float | None:
    began, _blank, ended = text.strip().partition(" ")
    before, after = real(began), real(ended)
    return None if before is None or after is None else round(max(0.0, after - before), 2)


def _detail(parts: Mapping[str, Part]) -> str:
    resolvers = parts.get("resolvers")
    return "no nameserver in /etc/resolv.conf" if resolvers is not None and not resolvers.good else ""
