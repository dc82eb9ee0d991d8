"""Images, in the real engine and in the fake one."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hubyard.errors import CommandFailed
from tests.contracts.engine.conftest import Bench


def build(bench: Bench, tag: str) -> None:
    """With a layer of its own: an image of labels alone is as old as its base."""
    ticket = os.open(bench.folder, os.O_RDONLY)
    try:
        ended = bench.engine.build(
            bench.order(f"FROM {bench.image}\nLABEL number={tag} of={bench.mark}\nCOPY Dockerfile /{tag}\n", tag=tag), ticket_fd=ticket
        )
    finally:
        os.close(ticket)
    assert ended.status == 0


def test_image_that_is_not_there_is_none(either: Bench) -> None:
    assert either.engine.image(f"{either.mark}:none") is None


def test_built_image_has_its_tag_and_labels(either: Bench) -> None:
    build(either, "1")
    found = either.engine.image(f"{either.mark}:1")
    assert found is not None
    assert (found.tags, found.labels[either.mark]) == ((f"{either.mark}:1",), "yes")
    assert found.size_bytes > 0


def test_images_of_a_label_come_newest_first(either: Bench) -> None:
    build(either, "1")
    build(either, "2")
    assert [image.tags for image in either.engine.images(label=either.mark)] == [(f"{either.mark}:2",), (f"{either.mark}:1",)]
    assert either.engine.images(label=f"{either.mark}=no") == []


def test_tag_moves_an_alias(either: Bench) -> None:
    build(either, "1")
    build(either, "2")
    for tag in ("1", "2"):
        either.engine.tag(f"{either.mark}:{tag}", f"{either.mark}:alias")
    alias, second = either.engine.image(f"{either.mark}:alias"), either.engine.image(f"{either.mark}:2")
    assert alias is not None
    assert alias == second


def test_tag_by_id(either: Bench) -> None:
    build(either, "1")
    first = either.engine.image(f"{either.mark}:1")
    assert first is not None
    either.engine.tag(first.id, f"{either.mark}:alias")
    assert either.engine.image(f"{either.mark}:alias") is not None


def test_tag_without_a_name_is_latest(either: Bench) -> None:
    build(either, "1")
    either.engine.tag(f"{either.mark}:1", either.mark)
    assert either.engine.image(either.mark) == either.engine.image(f"{either.mark}:1") == either.engine.image(f"{either.mark}:latest")


def test_tag_of_what_is_not_there_fails(either: Bench) -> None:
    with pytest.raises(CommandFailed):
        either.engine.tag(f"{either.mark}:none", f"{either.mark}:alias")


def test_untag_takes_one_tag_and_with_the_last_the_image(either: Bench) -> None:
    build(either, "1")
    either.engine.tag(f"{either.mark}:1", f"{either.mark}:alias")
    either.engine.untag(f"{either.mark}:1")
    assert either.engine.image(f"{either.mark}:alias") is not None
    either.engine.untag(f"{either.mark}:alias")
    assert either.engine.images(label=either.mark) == []


def test_untag_of_what_is_not_there_is_nothing(either: Bench) -> None:
    either.engine.untag(f"{either.mark}:none")


def test_pull_where_no_registry_knows_it_is_false(either: Bench) -> None:
    assert not either.engine.pull("127.0.0.1:9/nobody/here:1", limit_s=20)


@pytest.fixture
def silent_registry() -> Iterator[str]:
    """Its address. It says that it is a registry, and then never answers what it is asked for."""
    ended = threading.Event()

    class Silent(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # as http.server calls it
            if self.path != "/v2/":
                ended.wait()
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815  likewise

        def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002  likewise

    with ThreadingHTTPServer(("127.0.0.1", 0), Silent) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"127.0.0.1:{server.server_port}"
        ended.set()
        server.shutdown()
        serving.join()


def test_pull_from_a_registry_that_never_answers_ends_with_its_limit(real: Bench, silent_registry: str) -> None:
    assert not real.engine.pull(f"{silent_registry}/{real.mark}:1", limit_s=2)


def test_prune_builds_says_what_it_freed(either: Bench) -> None:
    assert either.engine.prune_builds(keep_bytes=1024**4) == 0
