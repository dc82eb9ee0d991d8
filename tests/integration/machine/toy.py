"""Toy hubs: copies of `tests/data/toy_hub` under another name, some of them with a trouble of their own."""

import io
import tarfile
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TOY: Final = Path(__file__).parents[2] / "data" / "toy_hub"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """`new` in place of `old` in a file of the hub; a file that is not there is made."""

    file: str
    old: str = ""
    new: str


def build_step(command: str) -> Edit:
    """One more RUN, never in the cache. As a step of its own it is the last that can fail."""
    return Edit(file="Dockerfile", old="# TROUBLE", new=f"RUN : {uuid.uuid4().hex} && {command}")


def app_code(javascript: str) -> Edit:
    return Edit(file="server.js", old="// TROUBLE", new=javascript)


def setting(line: str) -> Edit:
    """A line of hub.toml, before its tables."""
    return Edit(file="hub.toml", old="port = 3000", new=f"port = 3000\n{line}")


FAILING_BUILD: Final = build_step("echo the very last words of the build && exit 3")
UNHEALTHY_APP: Final = app_code(
    'server.removeAllListeners("request").on("request", (_, response) => response.writeHead(503).end());\n'
    'console.log("the database does not answer");'
)


def toy_files(name: str, *edits: Edit) -> Mapping[str, str]:
    """Path → text of the hub `name`."""
    files = {file.name: file.read_text(encoding="utf-8").replace("toy", name) for file in sorted(TOY.iterdir())}
    files[".env"] = "COLOUR=green\n"
    for edit in edits:
        before = files.get(edit.file, "")
        assert not edit.old or before.count(edit.old) == 1, f"{edit.file} does not have {edit.old!r} once"
        files[edit.file] = before.replace(edit.old, edit.new.replace("toy", name)) if edit.old else edit.new
    return files


def tar_of_texts(texts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path, text in texts.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(text.encode())
            entry.mtime = time.time()  # BuildKit takes a file of the same size and time for the same
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()
