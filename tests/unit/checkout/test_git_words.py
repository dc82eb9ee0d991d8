"""What git wrote, and what a person gets to see of it."""

import pytest

from hubyard.checkout.git_words import failure, overwritten, without_credentials

CASES = {
    "password": ("fatal: could not read Username for 'https://github.com': terminal prompts disabled", "it asks for a password"),
    "wrong_password": ("remote: Invalid\nfatal: Authentication failed for 'https://me:SECRET@host/x.git/'", "it asks for a password"),
    "key": (
        "git@host: Permission denied (publickey).\nfatal: Could not read from remote repository.",
        "Permission denied (publickey)",
    ),
    "host": ("fatal: unable to access 'https://me:SECRET@h/x': Could not resolve host: h", "Could not resolve host: h"),
    "refused": ("ssh: connect to host 127.0.0.1 port 9: Connection refused\nfatal: Could not", "Connection refused"),
    "branch": ("fatal: couldn't find remote ref refs/heads/nope", "couldn't find remote ref refs/heads/nope"),
    "owner": (
        "fatal: detected dubious ownership in repository at '/srv/x'\nTo add an exception",
        "it belongs to another user (dubious ownership)",
    ),
    "other": ("warning: x\nfatal: something about https://me:SECRET@h/x\n", "fatal: something about https://h/x"),
    "nothing": ("", "git failed"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_failure(text: str, expected: str) -> None:
    assert failure(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://me:SECRET@h/x", "https://h/x"),
        ("https://TOKEN@h/x", "https://h/x"),
        ("git@h:x.git", "git@h:x.git"),
        ("/srv/a@b", "/srv/a@b"),
    ],
)
def test_without_credentials(text: str, expected: str) -> None:
    assert without_credentials(text) == expected


def test_overwritten() -> None:
    text = "error: The following untracked working tree files would be overwritten by merge:\n\ta\n\tb c\nPlease move or remove them."
    assert overwritten(text) == ("a", "b c")
    assert overwritten("fatal: x") == ()
