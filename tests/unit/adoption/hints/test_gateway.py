import pytest

from hubyard.adoption.hints.gateway import Passed, names_in, read_gateway, read_labels

NAMES = {"manager": ["manager", "hub-manager"], "sales": ["sales-staging"], "fin": ["fin"]}

TEXTS = {
    "code_with_one_list": (
        'routes = [["/saleshub", "sales-staging", 3001], ["/finhub", "fin", 8080], ["", "manager", 3000]];',
        {"sales": Passed(route="/saleshub", port=3001), "fin": Passed(route="/finhub", port=8080), "manager": Passed(port=3000)},
    ),
    "nginx": (
        """
        location / { access_log /var/log/nginx/a.log; proxy_pass http://hub-manager:3000; }
        location ~ ^/finhub(/|$) { proxy_pass http://fin:8080; }
        location = /saleshub/ { include /etc/nginx/proxy.conf; proxy_pass http://sales-staging; }
        """,
        {"manager": Passed(route="/", port=3000), "fin": Passed(route="/finhub", port=8080), "sales": Passed(route="/saleshub")},
    ),
    "nginx_upstream": (
        "upstream money { server fin:8080; }\n location /finhub { proxy_pass http://money/finhub; }",
        {"fin": Passed(route="/finhub", port=8080)},
    ),
    "caddy": (
        """
        reverse_proxy /finhub/* fin:8080
        handle_path /saleshub/* { reverse_proxy sales-staging:3001 }
        handle { reverse_proxy manager:3000 }
        """,
        {"fin": Passed(route="/finhub", port=8080), "sales": Passed(route="/saleshub", port=3001), "manager": Passed(port=3000)},
    ),
    "path_called_as_its_service": (
        "location /fin { root /srv/manager; proxy_pass http://fin:8080; } location /x/sales-staging { proxy_pass http://sales-staging/; }",
        {"fin": Passed(route="/fin", port=8080), "sales": Passed(route="/x/sales-staging")},
    ),
    "name_inside_a_longer_one_is_not_it": ('"/x" "finance:1" "my-fin:2" "fin-old:3"', {}),
    "port_key_of_an_object": ('{ path: "/finhub", host: "fin", port: 8080 }', {"fin": Passed(route="/finhub", port=8080)}),
}


@pytest.mark.parametrize(("text", "found"), TEXTS.values(), ids=TEXTS)
def test_read_gateway(text: str, found: dict[str, Passed]) -> None:
    assert read_gateway([text], names=NAMES) == found


def test_read_gateway_first_place_that_says_it_counts() -> None:
    assert read_gateway(["fin:81", '"/a" fin', '"/b" fin:82'], names=NAMES) == {"fin": Passed(route="/a", port=81)}


def test_read_gateway_without_names_finds_nothing() -> None:
    assert read_gateway(["/x"], names={}) == {}


def test_names_in() -> None:
    assert names_in("http://hub-manager:3000 and sales-staging", NAMES) == {"manager", "sales"}


def test_read_labels_of_traefik() -> None:
    labels = {
        "traefik.http.routers.fin.rule": "Host(`x.example`) && PathPrefix(`/finhub`)",
        "traefik.http.services.fin.loadbalancer.server.port": "8080",
        "other": "/x",
    }
    assert read_labels(labels) == Passed(route="/finhub", port=8080)
