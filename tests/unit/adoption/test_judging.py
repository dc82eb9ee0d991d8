import pytest

from hubyard.adoption.judging import judge_services
from hubyard.adoption.values import Because, Kind, Verdict
from hubyard.engine.port import Service
from tests.unit.adoption.services import service

VOLUME = {"type": "volume", "source": "x"}

CASES = {  # service, built services that its files name, kind, because, evidence
    "built": (service("wbfinhub-staging"), [], Kind.HUB, Because.BUILT, ""),
    "built_with_a_volume_for_uploads": (service(volumes=[{**VOLUME, "target": "/uploads"}]), [], Kind.HUB, Because.BUILT, ""),
    "built_and_published_on_80": (service(ports=(80,)), ["api"], Kind.HUB, Because.BUILT, ""),
    "built_gateway_by_name": (service("workhub-gateway", ports=(4400,)), [], Kind.GATEWAY, Because.NAME, "gateway"),
    "built_gateway_by_port": (service("edge", ports=(443, 80)), ["a", "b"], Kind.GATEWAY, Because.GATEWAY_PORT, "80"),
    "app_called_gateway_behind_another": (service("payment-gateway"), [], Kind.HUB, Because.BUILT, ""),
    "gateway_by_image": (service("edge", built=False, image="docker.io/library/caddy:2"), [], Kind.GATEWAY, Because.IMAGE, "caddy"),
    "gateway_without_ports_by_name": (service("my-proxy", built=False, image="x/y"), [], Kind.GATEWAY, Because.NAME, "proxy"),
    "built_database_by_name": (service("workhub-db"), [], Kind.DATABASE, Because.NAME, "db"),
    "database_by_image": (
        service("store", built=False, image="bitnami/postgresql:16@sha256:0"),
        [],
        Kind.DATABASE,
        Because.IMAGE,
        "postgresql",
    ),
    "database_by_folder": (
        service(volumes=[{**VOLUME, "target": "/var/lib/postgresql/data"}]),
        [],
        Kind.DATABASE,
        Because.DATA_FOLDER,
        "/var/lib/postgresql/data",
    ),
    "db_inside_a_word_is_no_database": (service("feedback"), [], Kind.HUB, Because.BUILT, ""),
    "camel_case": (service("salesWorker"), [], Kind.WORKER, Because.NAME, "worker"),
    "migration": (service("web-migrate"), [], Kind.WORKER, Because.NAME, "migrate"),
    "image_of_others": (service("mail", built=False, image="mailhog/mailhog"), [], Kind.OTHER, Because.NOT_BUILT, ""),
}


@pytest.mark.parametrize(("one", "spoken_of", "kind", "because", "evidence"), CASES.values(), ids=CASES)
def test_judge_services(one: Service, spoken_of: list[str], kind: Kind, because: Because, evidence: str) -> None:
    found = judge_services({one.name: one}, spoken_of={one.name: spoken_of}, asked_for=())
    assert found == [Verdict(service=one.name, kind=kind, because=because, evidence=evidence)]


def test_judge_services_asked_for_are_hubs_and_nothing_else_is() -> None:
    services = {name: service(name, ports=(80,)) for name in ("web", "my-gateway", "other-worker")}
    kinds = {verdict.service: verdict.kind for verdict in judge_services(services, spoken_of={}, asked_for=("my-gateway",))}
    assert kinds == {"web": Kind.OTHER, "my-gateway": Kind.HUB, "other-worker": Kind.WORKER}
