from collections.abc import Iterator
from pathlib import Path

import pytest
from docker import DockerClient

from tests.contracts.gateway.bench import Bench, CaddyBench, FakeBench


@pytest.fixture(scope="session")
def client() -> Iterator[DockerClient]:
    client = DockerClient.from_env()
    yield client
    client.close()


@pytest.fixture
def caddy(tmp_path: Path, client: DockerClient) -> Iterator[CaddyBench]:
    bench = CaddyBench(tmp_path, client=client)
    try:
        yield bench
    finally:
        bench.close()


@pytest.fixture(params=["fake", "caddy"])
def bench(request: pytest.FixtureRequest) -> Bench:
    chosen: Bench = FakeBench() if request.param == "fake" else request.getfixturevalue("caddy")
    return chosen
