"""Caddy's file as text. What may stand in it is checked here: a Caddyfile has no way to quote `{$NAME}`, so nothing is quoted."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from hubyard.gateway.port import Upstream
from hubyard.templating import render

LISTEN_PORT: Final = 4400
"""In the container; the yard's port is published to it."""

MARK_PATH: Final = "/.hubyard/gateway"
"""Answers with the mark of the file that Caddy really runs."""

TIMES_S: Final = {
    "grace_s": 30,  # requests that run while the file is exchanged may end
    "dial_s": 3,  # looking up the name included: Docker asks the host's resolver for a hub that is not there, which may be slow to say no
    "answer_s": 120,
    "idle_s": 3,  # less than the 5 s after which Node closes an idle connection: else a request meets the closing one and fails
}

MARK: Final = re.compile(r'respond "([0-9a-f]{16})"')
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
ROUTE: Final = re.compile(r"/[A-Za-z0-9._~/-]*")
HIGHEST_PORT: Final = 65535


def render_caddyfile(upstreams: Sequence[Upstream]) -> str:
    """Longest route first, "/" last, each passed on unstripped; the same upstreams in any order give the same bytes.

    Raises ValueError for two hubs of one route and for what the settings should have refused already: a fault of ours.
    """
    prefixed = [_checked(upstream) for upstream in by_route(upstreams) if _trimmed(upstream.route)]
    root = next((_checked(upstream) for upstream in upstreams if not _trimmed(upstream.route)), None)
    values = {
        "prefixed": prefixed,
        "root": root,
        "port": LISTEN_PORT,
        "mark_path": MARK_PATH,
        **TIMES_S,
    }
    unmarked = render("compose/gateway.Caddyfile.jinja", {**values, "mark": ""})
    return render("compose/gateway.Caddyfile.jinja", {**values, "mark": sha256(unmarked.encode()).hexdigest()[:16]})


def mark_of(text: str) -> str:
    """What `MARK_PATH` answers where this text runs."""
    found = MARK.search(text)
    return found[1] if found else ""


def by_route(upstreams: Sequence[Upstream]) -> Sequence[Upstream]:
    """In the order in which routes are tried. Raises ValueError for two hubs of one route."""
    routes = [_trimmed(upstream.route) for upstream in upstreams]
    if len(set(routes)) < len(routes):
        raise ValueError(f"two hubs of one route: {sorted(routes)}")
    return sorted(upstreams, key=lambda upstream: (-len(_trimmed(upstream.route)), upstream.route))


def _trimmed(route: str) -> str:
    return route.rstrip("/")


def _checked(upstream: Upstream) -> Upstream:
    """Without the slash at its route's end. Raises ValueError for what is no plain word."""
    plain = NAME.fullmatch(upstream.hub) and NAME.fullmatch(upstream.host) and ROUTE.fullmatch(upstream.route)
    if not plain or not 0 < upstream.port <= HIGHEST_PORT:
        raise ValueError(f"not to be written into a Caddyfile: {upstream!r}")
    return Upstream(hub=upstream.hub, route=_trimmed(upstream.route), host=upstream.host, port=int(upstream.port))
