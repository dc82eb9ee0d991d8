from collections.abc import Iterator
from pathlib import Path

import pytest
from docker import DockerClient
from docker.errors import ImageNotFound

from tests.contracts.gateway.bench import ADDRESS, CADDY, Bench, CaddyBench, FakeBench


@pytest.fixture(scope="session")
def client() -> Iterator[DockerClient]:
    client = DockerClient(base_url=ADDRESS)
    yield client
    client.close()


@pytest.fixture(scope="session")
def caddy_image(client: DockerClient) -> str:
    """Any image with Caddy that is here."""
    for reference in (CADDY, "trial/base-caddy:2"):
        try:
            client.images.get(reference)
        except ImageNotFound:
            continue
        return reference
    raise AssertionError("no image with Caddy")


@pytest.fixture
def caddy(tmp_path: Path, client: DockerClient, caddy_image: str) -> Iterator[CaddyBench]:
    bench = CaddyBench(tmp_path, client=client, image=caddy_image)
    try:
        yield bench
    finally:
        bench.close()


@pytest.fixture(params=["fake", "caddy"])
def bench(request: pytest.FixtureRequest) -> Bench:
    chosen: Bench = FakeBench() if request.param == "fake" else request.getfixturevalue("caddy")
    return chosen
