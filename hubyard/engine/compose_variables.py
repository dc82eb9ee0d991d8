"""Secrets of a build that come from variables. Compose prints their names alone: asked in a document of our own, it says their values."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from hubyard.engine.compose import unescaped
from hubyard.engine.port import ComposeConfig, Service


def secret_variables(config: ComposeConfig) -> frozenset[str]:
    builds = [service.build for service in config.services.values() if service.build]
    return frozenset(secret.variable for build in builds for secret in build.secrets if secret.variable)


def question(variables: Iterable[str]) -> str:
    """A Compose file whose labels hold the values: `=` before one that is set, nothing for one that is not."""
    labels = {name: f"${{{name}+=}}${{{name}-}}" for name in variables}
    return json.dumps({"services": {"question": {"image": "scratch", "labels": labels}}})


def parse_answer(document: str) -> dict[str, str]:
    """Of the variables that are set, from the environment, .env or an env file, as Compose looks them up.

    Raises ValueError or KeyError for what Compose does not print.
    """
    labels: Mapping[str, str] = json.loads(document)["services"]["question"].get("labels") or {}
    return {name: unescaped(value[1:]) for name, value in labels.items() if value}


def with_variables(config: ComposeConfig, values: Mapping[str, str]) -> ComposeConfig:
    return replace(config, services={name: _with(service, values) for name, service in config.services.items()})


def _with(service: Service, values: Mapping[str, str]) -> Service:
    if service.build is None:
        return service
    wanted = {secret.variable for secret in service.build.secrets}
    own = {name: value for name, value in values.items() if name in wanted}
    return replace(service, build=replace(service.build, variables=own))
