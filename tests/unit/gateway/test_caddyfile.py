"""Caddy's file: order of routes, nothing but plain words in it, the same bytes every time."""

import re
from itertools import permutations

import pytest

from hubyard.gateway.caddyfile import mark_of, render_caddyfile
from hubyard.gateway.port import Upstream

ROOT = Upstream(hub="WBHubManager", route="/", host="wbhubmanager-staging", port=3000)
SALES = Upstream(hub="WBSalesHub", route="/saleshub", host="wbsaleshub-staging", port=3000)
DEEP = Upstream(hub="Deep", route="/saleshub/reports", host="deep-staging", port=8080)


def test_whole_file_of_one_hub() -> None:
    text = render_caddyfile([SALES])
    assert text == (
        "# Written by Hubyard for the hubs of this yard, and replaced when they change: edit yard.toml and hub.toml instead.\n"
        "{\n"
        "\tadmin localhost:2019\n"
        "\tauto_https off\n"
        "\tgrace_period 30s\n"
        "\tservers {\n"
        "\t\ttimeouts {\n"
        "\t\t\tread_header 10s\n"
        "\t\t\tidle 2m\n"
        "\t\t}\n"
        "\t}\n"
        "}\n"
        "\n"
        ":4400 {\n"
        "\t# Says which file runs.\n"
        "\thandle /.hubyard/gateway {\n"
        "\t\theader Cache-Control no-store\n"
        f'\t\trespond "{mark_of(text)}"\n'
        "\t}\n"
        "\n"
        "\t@1 path /saleshub /saleshub/*\n"
        "\thandle @1 {\n"
        "\t\tvars hub WBSalesHub\n"
        "\t\treverse_proxy wbsaleshub-staging:3000 {\n"
        "\t\t\ttransport http {\n"
        "\t\t\t\tdial_timeout 3s\n"
        "\t\t\t\tresponse_header_timeout 120s\n"
        "\t\t\t\tkeepalive 3s\n"
        "\t\t\t}\n"
        "\t\t}\n"
        "\t}\n"
        "\n"
        "\thandle {\n"
        '\t\trespond "No hub has this route.\n'
        '" 404\n'
        "\t}\n"
        "\n"
        "\thandle_errors {\n"
        '\t\trespond "{vars.hub} does not answer ({err.status_code}): it is starting, stopped, or not deployed yet.\n'
        '" {err.status_code}\n'
        "\t}\n"
        "}\n"
    )


def test_longest_route_comes_first_and_root_last() -> None:
    assert re.findall(r"reverse_proxy (\S+)", render_caddyfile([ROOT, SALES, DEEP])) == [
        "deep-staging:8080",
        "wbsaleshub-staging:3000",
        "wbhubmanager-staging:3000",
    ]


def test_order_of_hubs_changes_no_byte() -> None:
    assert len({render_caddyfile(some) for some in permutations([ROOT, SALES, DEEP])}) == 1


def test_slash_at_the_end_of_a_route_changes_no_byte() -> None:
    slashed = Upstream(hub=SALES.hub, route="/saleshub/", host=SALES.host, port=SALES.port)
    assert render_caddyfile([slashed]) == render_caddyfile([SALES])


def test_mark_differs_where_the_files_differ() -> None:
    assert len({mark_of(render_caddyfile(some)) for some in ([], [ROOT], [SALES], [ROOT, SALES])}) == 4


def test_mark_of_another_file_is_empty() -> None:
    assert mark_of(":80 {\n}\n") == ""


BREAKING_OUT = {
    "hub_with_a_newline": Upstream(hub="a\n}", route="/a", host="a", port=1),
    "hub_with_a_placeholder": Upstream(hub="{env.HOME}", route="/a", host="a", port=1),
    "hub_with_an_environment_variable": Upstream(hub="{$HOME}", route="/a", host="a", port=1),
    "host_with_a_space": Upstream(hub="a", route="/a", host="a b", port=1),
    "host_with_a_scheme": Upstream(hub="a", route="/a", host="unix//run/docker.sock", port=1),
    "host_with_a_port": Upstream(hub="a", route="/a", host="a:80", port=1),
    "route_with_a_wildcard": Upstream(hub="a", route="/a*", host="a", port=1),
    "route_with_a_brace": Upstream(hub="a", route="/{a}", host="a", port=1),
    "route_with_a_newline_at_its_end": Upstream(hub="a", route="/a\n", host="a", port=1),
    "route_without_a_slash": Upstream(hub="a", route="a", host="a", port=1),
    "root_with_a_bad_host": Upstream(hub="a", route="/", host="#", port=1),
    "port_too_high": Upstream(hub="a", route="/a", host="a", port=65536),
    "port_zero": Upstream(hub="a", route="/a", host="a", port=0),
}


@pytest.mark.parametrize("upstream", BREAKING_OUT.values(), ids=BREAKING_OUT)
def test_value_that_could_break_out_is_refused(upstream: Upstream) -> None:
    with pytest.raises(ValueError, match="not to be written"):
        render_caddyfile([upstream])


def test_two_hubs_of_one_route_are_refused() -> None:
    other = Upstream(hub="Other", route="/saleshub/", host="other", port=3000)
    with pytest.raises(ValueError, match="two hubs of one route"):
        render_caddyfile([SALES, other])
