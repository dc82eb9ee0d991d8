"""What git really printed."""

import pytest

from hubyard.checkout.port import CheckoutState
from hubyard.checkout.status import Ahead, parse_counts, parse_status

OID = "0123456789abcdef0123456789abcdef01234567"
HEAD = f"# branch.oid {OID}\0# branch.head main\0"
CASES = {
    "clean": (HEAD, CheckoutState(revision="0123456789ab", branch="main")),
    "with_upstream": (f"{HEAD}# branch.upstream origin/main\0# branch.ab +0 -1\0", CheckoutState(revision="0123456789ab", branch="main")),
    "detached": (f"# branch.oid {OID}\0# branch.head (detached)\0", CheckoutState(revision="0123456789ab", branch=None)),
    "changed": (
        f"{HEAD}1 .M N... 100644 100644 100644 {OID} {OID} a file\0",
        CheckoutState(revision="0123456789ab-dirty", branch="main", changed_files=("a file",)),
    ),
    "renamed": (
        f"{HEAD}2 R. N... 100644 100644 100644 {OID} {OID} R100 new\0old\0",
        CheckoutState(revision="0123456789ab-dirty", branch="main", changed_files=("new",)),
    ),
    "conflict": (
        f"{HEAD}u UU N... 100644 100644 100644 100644 {OID} {OID} {OID} both\0",
        CheckoutState(revision="0123456789ab-dirty", branch="main", changed_files=("both",)),
    ),
    "before_the_first_commit": ("# branch.oid (initial)\0# branch.head main\0", CheckoutState(revision="unversioned", branch=None)),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_parse_status(text: str, expected: CheckoutState) -> None:
    assert parse_status(text) == expected


def test_parse_counts() -> None:
    assert parse_counts("2\t3\n") == Ahead(ours=2, theirs=3)
