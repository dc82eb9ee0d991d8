"""HUB06: the app's sources are not given to every browser.

Threshold: `productionBrowserSourceMaps` not true. Source: Next's default is false; maps also cost a build memory and time
(https://nextjs.org/docs/app/api-reference/config/next-config-js/productionBrowserSourceMaps).
"""

from collections.abc import Iterator
from typing import Final

from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.next_config import Look, NextConfig, Told
from hubyard.doctor.values import Finding, Place, Put, Remedy, State

RULE: Final = "HUB06"
KEY: Final = "productionBrowserSourceMaps"


def judge(read: HubRead) -> Iterator[Finding]:
    if read.may_be_next:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_package", place=Place(file=read.context / "package.json"))
    if not read.is_next or read.next_config is None:
        return
    look = read.next_config.look(KEY)
    value = [token.text for token in look.value]
    if look.told is Told.ABSENT or value == ["false"]:
        return
    if look.told is Told.SET and value == ["true"]:
        yield _on(read.next_config, look)
        return
    place = Place(file=read.next_config.file, line=look.line)
    yield Finding(rule=RULE, state=State.SKIP, kind="untold", place=place, seen={"key": KEY, "untold": look.why or "expression"})


def _on(config: NextConfig, look: Look) -> Finding:
    place = Place(file=config.file, line=look.line)
    written = config.text.splitlines()[look.line - 1]
    key, found, rest = written.partition(KEY)
    line = f"{key}{found}{rest.replace('true', 'false', 1)}"
    remedies = (Remedy(place=place, put=Put.REPLACE, lines=(line,)),)
    return Finding(rule=RULE, state=State.WARN, kind="on", place=place, remedies=remedies)
