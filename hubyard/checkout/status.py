"""What git prints of a working copy, as a value."""

from dataclasses import dataclass

from hubyard.checkout.port import CheckoutState

SHORT = 12
UNVERSIONED = CheckoutState(revision="unversioned", branch=None)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """Commits that only we have, and that only the other has."""

    ours: int
    theirs: int


def parse_status(text: str) -> CheckoutState:
    """Of `git status --porcelain=v2 --branch -z`, in one call what rev-parse, symbolic-ref and status say in three.

    Before the first commit there is no revision yet.
    """
    head, branch, changed = "", None, []
    records = iter(text.split("\0"))
    for record in records:
        kind, _, rest = record.partition(" ")
        if record.startswith("# branch.oid "):
            head = record.split(" ")[2]
        elif record.startswith("# branch.head "):
            branch = record.removeprefix("# branch.head ")
        elif kind == "1":
            changed.append(rest.split(" ", 7)[7])
        elif kind == "2":
            changed.append(rest.split(" ", 8)[8])
            next(records, None)  # the path it had before
        elif kind == "u":
            changed.append(rest.split(" ", 9)[9])
    if head in ("", "(initial)"):
        return UNVERSIONED
    dirty = "-dirty" if changed else ""
    return CheckoutState(revision=head[:SHORT] + dirty, branch=None if branch == "(detached)" else branch, changed_files=tuple(changed))


def parse_counts(text: str) -> Ahead:
    """Of `git rev-list --left-right --count HEAD...OTHER`."""
    ours, theirs = text.split()
    return Ahead(ours=int(ours), theirs=int(theirs))
