"""What git says when it fails, without what must not be shown: a remote's address may hold a password."""

import re

CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
NOT_A_REPOSITORY = re.compile(r"not a git repository", re.IGNORECASE)
OVERWRITTEN = re.compile(r"would be overwritten by merge:\n((?:\t.*\n?)+)")
KNOWN = (  # first that is found; what stands before it is noise of the transport
    (
        re.compile(r"could not read (?:Username|Password)|terminal prompts disabled|Authentication failed", re.IGNORECASE),
        "it asks for a password",
    ),
    (re.compile(r"ssh: (?:command )?not found"), "there is no ssh program on this host"),
    (re.compile(r"Permission denied \([^)]*\)"), None),
    (re.compile(r"Host key verification failed"), None),
    (re.compile(r"Could not resolve host(?:name)?[^\n]*", re.IGNORECASE), None),
    (re.compile(r"(?:Connection (?:refused|timed out|reset)|No route to host|Network is unreachable)"), None),
    (re.compile(r"Failed to connect to \S+ port \d+"), None),
    (re.compile(r"couldn't find remote ref [^\n]*"), None),
    (re.compile(r"does not appear to be a git repository"), None),
    (re.compile(r"repository '[^']*' not found|Repository not found", re.IGNORECASE), "the repository is not found there"),
    (re.compile(r"detected dubious ownership in repository"), "it belongs to another user (dubious ownership)"),
    (re.compile(r"No space left on device"), None),
)


def failure(text: str) -> str:
    """One line of what git wrote to its standard error."""
    for pattern, words in KNOWN:
        if found := pattern.search(text):
            return words or without_credentials(found[0])
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return without_credentials((fatal or lines or ["git failed"])[0])


def without_credentials(text: str) -> str:
    """`https://user:password@host/x` is `https://host/x`."""
    return CREDENTIALS.sub("", text)


def overwritten(text: str) -> tuple[str, ...]:
    """Files that are in the way of a merge and not in git."""
    found = OVERWRITTEN.search(text)
    return tuple(line.strip() for line in found[1].splitlines()) if found else ()
