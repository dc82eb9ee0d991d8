import pytest

from hubyard.diagnosis.facts.host import Lookup, NetworkFacts
from hubyard.diagnosis.heard import Heard, Unread, Why
from hubyard.diagnosis.probes.network import parse
from tests.unit.diagnosis.probes.answers import answer

NPM, HUB = "packages.example", "images.example"
FOUND = Lookup(name=NPM, found=True, elapsed_s=0.25)

CASES = {
    "only_the_proxy_looks_up": ([("npm", ""), ("images", "proxy https://images.example/v1/")], (), ()),
    "configured": (
        [("npm", "npm.example"), ("lookup.npm.example", "10.00 10.25")],
        ("npm.example",),
        (Lookup(name="npm.example", found=True, elapsed_s=0.25),),
    ),
    "images_as_the_engine_says": (
        [("npm", NPM), (f"lookup.{NPM}", "10.00 10.25"), ("images", "direct https://images.example/v1/"), (f"lookup.{HUB}", "1.0 1.5", 2)],
        (NPM, HUB),
        (FOUND, Lookup(name=HUB, found=False, elapsed_s=0.5)),
    ),
    "mirror": (
        [
            ("npm", NPM),
            (f"lookup.{NPM}", "10.00 10.25"),
            ("images", "direct https://mirror.example:5000/"),
            ("lookup.mirror.example", "1.0 1.0"),
        ],
        (NPM, "mirror.example"),
        (FOUND, Lookup(name="mirror.example", found=True, elapsed_s=0.0)),
    ),
    "proxy_looks_up_itself": (
        [("npm", NPM), (f"lookup.{NPM}", "10.00 10.25"), ("images", "proxy https://images.example/v1/")],
        (NPM,),
        (FOUND,),
    ),
    "longer_than_the_limit": ([("npm", NPM), (f"lookup.{NPM}", "10.00 13.00", 124)], (NPM,), (Lookup(name=NPM, found=False),)),
    "nobody_to_ask": (
        [("resolvers", "0", 1), ("npm", NPM), (f"lookup.{NPM}", "10.00 10.00", 2)],
        (NPM,),
        (Lookup(name=NPM, found=False, elapsed_s=0.0, detail="no nameserver in /etc/resolv.conf"),),
    ),
    "no_name_at_all": ([("npm", "; rm -rf /")], (";", "rm", "-rf", "/"), ()),
}


@pytest.mark.parametrize(("parts", "servers", "lookups"), CASES.values(), ids=CASES)
def test_parse(parts: list[tuple[str, str]], servers: tuple[str, ...], lookups: tuple[Lookup, ...]) -> None:
    assert parse(answer(*parts)) == NetworkFacts(servers=servers, lookups=lookups)


def test_lookup_still_going_on_at_the_limit_is_not_found() -> None:
    assert parse(answer(("npm", NPM), status=None)) == NetworkFacts(servers=(NPM,), lookups=(Lookup(name=NPM, found=False),))


def test_engine_that_hangs_costs_no_lookup() -> None:
    heard = answer(("npm", NPM), (f"lookup.{NPM}", "10.00 10.25"), status=None)
    assert parse(heard) == NetworkFacts(servers=(NPM,), lookups=(FOUND,))


UNREAD = {
    "nothing": (answer(status=None), Unread(why=Why.TIMED_OUT)),
    "engine_hangs_and_nothing_else_is_configured": (answer(("npm", ""), status=None), Unread(why=Why.TIMED_OUT)),
    "no_engine_program": (
        answer(("npm", ""), ("images", "sh: 1: docker: not found"), ("checkouts", "")),
        Unread(why=Why.ABSENT, detail="sh: 1: docker: not found"),
    ),
    "no_engine": (
        answer(("npm", ""), ("images", "\nERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock.")),
        Unread(why=Why.NO_ENGINE, detail="ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock."),
    ),
    "no_program_to_look_up_with": (
        answer(("npm", NPM), (f"lookup.{NPM}", "10.00 10.00", 127)),
        Unread(why=Why.ABSENT, detail="getent"),
    ),
}
"""No name was looked up: that none is missing is not known then."""


@pytest.mark.parametrize(("heard", "expected"), UNREAD.values(), ids=UNREAD)
def test_no_lookup_is_unread(heard: Heard, expected: Unread) -> None:
    assert parse(heard) == expected
