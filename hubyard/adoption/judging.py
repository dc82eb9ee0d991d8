"""Which services of a Compose file are hubs: those that are built and are nothing else. Pure; the first rule that fits decides."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from hubyard.adoption.values import Because, Kind, Verdict
from hubyard.engine.port import Service

PROXIES: Final = frozenset("proxy nginx caddy traefik haproxy envoy gateway ingress".split())  # noqa: SIM905  thirty quoted words read worse
DATABASES: Final = frozenset(
    "db database postgres postgresql postgis pgvector mysql mariadb mongo mongodb redis valkey keydb memcached rabbitmq kafka nats minio "  # noqa: SIM905
    "elasticsearch opensearch clickhouse cassandra influxdb meilisearch typesense qdrant etcd zookeeper mssql".split()
)
WORKERS: Final = frozenset(
    "worker workers cron scheduler queue migrate migration migrations migrator seed backup job jobs test tests e2e storybook".split()  # noqa: SIM905
)
DATA_FOLDERS: Final = ("/var/lib/postgresql", "/var/lib/mysql", "/data/db", "/var/lib/redis", "/var/lib/mongodb", "/bitnami")
GATEWAY_PORTS: Final = frozenset({80, 443, 4400})

Rule = Callable[[Service, Collection[str]], tuple[Kind, Because, str] | None]


def judge_services(
    services: Mapping[str, Service], *, spoken_of: Mapping[str, Collection[str]], asked_for: Collection[str]
) -> list[Verdict]:
    """One verdict a service. `spoken_of`: the other built services that a service's own files name, as a gateway's do.

    `asked_for` are hubs whatever they look like; with any of them, nothing else is.
    """
    return [_judge(service, spoken_of.get(name, ()), asked_for) for name, service in services.items()]


def _judge(service: Service, names: Collection[str], asked_for: Collection[str]) -> Verdict:
    if service.name in asked_for:
        return Verdict(service=service.name, kind=Kind.HUB, because=Because.ASKED_FOR)
    for rule in RULES:
        if found := rule(service, names):
            kind, because, evidence = found
            if kind is Kind.HUB and asked_for:
                return Verdict(service=service.name, kind=Kind.OTHER, because=Because.ASKED_FOR)
            return Verdict(service=service.name, kind=kind, because=because, evidence=evidence)
    raise AssertionError("the last rule takes all")


def _gateway_by_image(service: Service, _names: Collection[str]) -> tuple[Kind, Because, str] | None:
    word = None if service.build else _first(PROXIES, _image_words(service))
    return (Kind.GATEWAY, Because.IMAGE, word) if word else None


def _gateway_by_name(service: Service, _names: Collection[str]) -> tuple[Kind, Because, str] | None:
    """A built service called a gateway is one if it publishes a port: "payment-gateway" behind another one is an app."""
    word = _first(PROXIES, _words(service.name)) if service.ports or not service.build else None
    return (Kind.GATEWAY, Because.NAME, word) if word else None


def _gateway_by_port(service: Service, names: Collection[str]) -> tuple[Kind, Because, str] | None:
    """A web port alone says little: a single app publishes it too. Who also names several others passes requests on to them."""
    ports = GATEWAY_PORTS.intersection(service.ports)
    several = len(names) > 1
    return (Kind.GATEWAY, Because.GATEWAY_PORT, str(min(ports))) if ports and several else None


def _database_by_image(service: Service, _names: Collection[str]) -> tuple[Kind, Because, str] | None:
    word = None if service.build else _first(DATABASES, _image_words(service))
    return (Kind.DATABASE, Because.IMAGE, word) if word else None


def _database_by_name(service: Service, _names: Collection[str]) -> tuple[Kind, Because, str] | None:
    word = _first(DATABASES, _words(service.name))
    return (Kind.DATABASE, Because.NAME, word) if word else None


def _database_by_folder(service: Service, _names: Collection[str]) -> tuple[Kind, Because, str] | None:
    folder = next((target for target in mount_targets(service.section) if target.startswith(DATA_FOLDERS)), None)
    return (Kind.DATABASE, Because.DATA_FOLDER, folder) if folder else None


def _worker_by_name(service: Service, _names: Collection[str]) -> tuple[Kind, Because, str] | None:
    word = _first(WORKERS, _words(service.name))
    return (Kind.WORKER, Because.NAME, word) if word else None


def _rest(service: Service, _names: Collection[str]) -> tuple[Kind, Because, str]:
    return (Kind.HUB, Because.BUILT, "") if service.build else (Kind.OTHER, Because.NOT_BUILT, "")


RULES: Final[tuple[Rule, ...]] = (
    _gateway_by_image,
    _gateway_by_name,
    _gateway_by_port,
    _database_by_image,
    _database_by_name,
    _database_by_folder,
    _worker_by_name,
    _rest,
)


def mount_targets(section: Mapping[str, Any]) -> list[str]:
    """Where a service has something mounted."""
    return [str(entry["target"]) for entry in section.get("volumes") or () if isinstance(entry, Mapping) and entry.get("target")]


def _words(name: str) -> list[str]:
    return re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower())


def _image_words(service: Service) -> list[str]:
    """Of the repository's own name: `bitnami/postgresql:16` is `postgresql`."""
    return _words((service.image or "").rpartition("/")[2].partition(":")[0].partition("@")[0])


def _first(words: Collection[str], among: Collection[str]) -> str | None:
    return next((word for word in among if word in words), None)
