"""The override as text, and as what YAML reads in it."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from hubyard.engine.compose import parse_config
from hubyard.engine.override import TEMPLATE, Healthcheck, Override, override_inputs, render_override
from hubyard.engine.port import Service
from hubyard.templating import TEMPLATES

DATA = Path(__file__).parents[2] / "data"
SERVICES = parse_config((DATA / "compose" / "workhub.json").read_text(encoding="utf-8")).services


def service(**changes: object) -> Service:
    """The smallest one, or with `changes` to its section."""
    document = {"name": "x", "services": {"web": {"image": "x", "networks": {"default": None}, **changes}}}
    return parse_config(json.dumps(document)).services["web"]


SMALL = Override(service=service(), image="wbfinhub:staging", parallelism=2)
FULL = Override(
    service=service(),
    image="wbfinhub:staging",
    parallelism=2,
    dockerfile="/srv/fin/docker/web.Dockerfile",
    target="production",
    labels={"hubyard.yard": "staging", "hubyard.hub": "wbfinhub", "hubyard.revision": "0123456789ab"},
    revision="0123456789ab",
    mem_limit_bytes=268435456,
    healthcheck=Healthcheck(test=("CMD", "true")),
    network="hubyard-staging",
    alias="wbfinhub-staging",
)


def parsed(override: Override) -> Any:  # noqa: ANN401
    return YAML(typ="safe").load(render_override(override))


@pytest.mark.parametrize(("name", "override"), [("small", SMALL), ("full", FULL)])
def test_whole_text(name: str, override: Override) -> None:
    assert render_override(override) == (DATA / "engine" / f"override-{name}.yaml").read_text(encoding="utf-8")


def test_build_args_are_the_anchors() -> None:
    assert parsed(FULL)["services"]["web"]["build"]["args"] == {"BUILDKIT_MAX_PARALLELISM": "2"}


USERS_OWN = {
    "mem_limit_stays": (service(mem_limit="1000"), "mem_limit", None),
    "mem_limit_of_deploy_stays": (service(deploy={"resources": {"limits": {"memory": "1000"}}}), "deploy", None),
    "mem_limit_beside_other_deploy_limits": (
        service(deploy={"resources": {"limits": {"cpus": 0.5}}}),
        "deploy",
        {"resources": {"limits": {"memory": "268435456"}}},
    ),
    "mem_limit_beside_reservations": (service(deploy={"resources": {"reservations": {"cpus": 0.5}}}), "mem_limit", "268435456"),
    "logging_stays": (service(logging={"driver": "journald"}), "logging", None),
    "default_network_is_kept": (service(), "networks", {"default": None, "hubyard-staging": {"aliases": ["wbfinhub-staging"]}}),
    "other_networks_add_up": (service(networks={"a": None}), "networks", {"hubyard-staging": {"aliases": ["wbfinhub-staging"]}}),
    "network_mode_stays": (service(network_mode="host", networks=None), "networks", None),
}


@pytest.mark.parametrize(("service", "key", "expected"), USERS_OWN.values(), ids=USERS_OWN)
def test_what_the_users_files_say(service: Service, key: str, expected: object) -> None:
    assert parsed(replace(FULL, service=service))["services"]["web"].get(key) == expected


ODD = {
    "quotes": "a \"b\" 'c' \\",
    "lines": "a\nb: c\r\n- d\t\n",
    "variable": "${HOME} $PATH $$ ${X:?no}",
    "colon": "a: b # c",
    "korean": "워크허브: 스테이징",
    "yaml_words": "no",
    "anchor": "*build-args",
    "template": "{{ 7 * 7 }}{% for %}",
    "line_ends_of_yaml": "a\u0085b\u2028c\u2029d\ufeffe\x00",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_values_cannot_break_out(odd: str) -> None:
    assert_stays_in_place(odd)


@given(st.text(min_size=1))
def test_no_value_can_break_out(odd: str) -> None:
    assert_stays_in_place(odd.replace("\ud800", ""))


def assert_stays_in_place(odd: str) -> None:
    override = replace(
        FULL,
        service=replace(service(), name=odd),
        image=odd,
        dockerfile=odd,
        target=odd,
        labels={odd: odd},
        revision=odd,
        network=odd,
        alias=odd,
        healthcheck=Healthcheck(test=(odd,)),
    )
    kept = odd.replace("$", "$$")  # as Compose writes a `$`
    found = parsed(override)
    assert list(found) == ["x-build-args", "services", "networks"]
    assert found["networks"] == {kept: {"name": kept, "external": True}}
    section = found["services"][kept]
    assert section["labels"] == {kept: kept}
    assert section["build"]["dockerfile"] == section["build"]["target"] == section["image"] == kept
    assert section["environment"] == {"HUBYARD_REVISION": kept}
    assert section["healthcheck"]["test"] == [kept]
    assert section["networks"][kept] == {"aliases": [kept]}


def test_twice_the_same_is_the_same_bytes() -> None:
    turned = replace(FULL, labels=dict(reversed(list(FULL.labels.items()))))
    assert render_override(turned) == render_override(FULL)


TURNED = {
    one.name: replace(SMALL, **{one.name: getattr(FULL, one.name)}) for one in fields(Override) if one.name not in {"image", "parallelism"}
}
OTHERS = {
    **TURNED,
    "image": replace(SMALL, image="x:y"),
    "parallelism": replace(SMALL, parallelism=3),
    **{name: replace(FULL, service=changed) for name, (changed, _key, _value) in USERS_OWN.items()},
    "full": FULL,
}


@pytest.mark.parametrize("one", OTHERS.values(), ids=OTHERS)
def test_inputs_are_others_where_the_text_is_another(one: Override) -> None:
    same_text = {name for name, other in OTHERS.items() if render_override(other) == render_override(one)}
    same_inputs = {name for name, other in OTHERS.items() if override_inputs(other) == override_inputs(one)}
    assert same_inputs <= same_text


def test_inputs_hold_the_template_itself() -> None:
    assert override_inputs(SMALL)["template"] == (TEMPLATES / TEMPLATE).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SERVICES)
def test_services_of_a_workhub_render(name: str) -> None:
    assert name in parsed(replace(FULL, service=SERVICES[name]))["services"]
