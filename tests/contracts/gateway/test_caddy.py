"""The real gateway: routes, reloads, and everything that can be in its way."""

import http.client
import os
import shutil
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from hubyard.errors import GatewayFailed, PortTaken
from hubyard.gateway.caddyfile import render_caddyfile
from tests.contracts.gateway.bench import CaddyBench, free_port

NONSENSE = ":4400 {\n\tnonsense\n}\n"

PATHS = {
    "root": ("/", "WBHubManager got /"),
    "route_itself": ("/saleshub", "WBSalesHub got /saleshub"),
    "below_the_route_unstripped": ("/saleshub/api/health", "WBSalesHub got /saleshub/api/health"),
    "query_kept": ("/saleshub?a=%2F&b", "WBSalesHub got /saleshub?a=%2F&b"),
    "same_beginning_is_another_route": ("/saleshubx", "WBHubManager got /saleshubx"),
    "longest_route_first": ("/saleshub/reports/1", "Reports got /saleshub/reports/1"),
    "elsewhere_is_the_root_hub": ("/api/health", "WBHubManager got /api/health"),
}


def test_routes_reach_their_hubs(caddy: CaddyBench) -> None:
    hubs = [
        caddy.hub("WBHubManager", route="/"),
        caddy.hub("Reports", route="/saleshub/reports"),
        caddy.hub("WBSalesHub", route="/saleshub"),
    ]
    for hub in hubs:
        caddy.run_hub(hub)
    caddy.gateway.ensure(hubs)
    for hub in hubs:
        caddy.ask_until_good(hub.route)
    got = {name: caddy.ask(path).body for name, (path, _) in PATHS.items()}
    assert got == {name: f"{answer} for 127.0.0.1:{caddy.port}" for name, (_, answer) in PATHS.items()}


def test_path_without_a_hub_is_404(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([caddy.hub("WBSalesHub", route="/saleshub")])
    assert caddy.ask("/elsewhere").status == 404


def test_missing_hub_is_named_in_one_line(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([caddy.hub("WBSalesHub", route="/saleshub")])
    answer = caddy.ask("/saleshub")
    assert (answer.status, answer.body) == (502, "WBSalesHub does not answer (502): it is starting, stopped, or not deployed yet.\n")


def test_hub_that_comes_later_is_found_without_a_reload(caddy: CaddyBench) -> None:
    hub = caddy.hub("WBSalesHub", route="/saleshub")
    caddy.gateway.ensure([hub])
    caddy.ask("/saleshub")
    caddy.run_hub(hub)
    assert caddy.ask_until_good("/saleshub").status == 200


def test_changed_hubs_are_reloaded_in_the_same_container(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([])
    before = caddy.started()
    caddy.gateway.ensure([caddy.hub("WBSalesHub", route="/saleshub")])
    assert (caddy.started(), caddy.ask("/saleshub").status) == (before, 502)


def test_reload_under_load_loses_no_request(caddy: CaddyBench) -> None:
    root, sales = caddy.hub("WBHubManager", route="/"), caddy.hub("WBSalesHub", route="/saleshub")
    caddy.run_hub(root)
    caddy.gateway.ensure([root])
    caddy.ask_until_good("/")
    reloaded = threading.Event()

    def ask_until_reloaded() -> list[str]:
        """Each request on a connection of its own; one after the last reload as well."""
        lost = [request(caddy.port) for _ in range(50)]
        while not reloaded.is_set():
            lost.append(request(caddy.port))
        return [why for why in [*lost, request(caddy.port)] if why]

    with ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(ask_until_reloaded) for _ in range(4)]
        for hubs in ([root, sales], [root], [root, sales], [root], [root, sales]):
            caddy.gateway.ensure(hubs)
        reloaded.set()
        lost = [why for asker in askers for why in asker.result()]
    assert lost == []


def request(port: int) -> str:
    """What went wrong with one request to the root, or ""."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Connection": "close"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        return repr(error)
    finally:
        connection.close()
    return "" if answer.status == 200 else str(answer.status)


def test_render_leaves_the_running_file_alone(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([])
    hubs = [caddy.hub("WBSalesHub", route="/saleshub")]
    written = caddy.gateway.render(hubs)
    assert written is not None
    assert (written.read_text(), caddy.exchange().runs(render_caddyfile([]))) == (render_caddyfile(hubs), True)


def test_render_of_what_runs_gives_its_file(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([])
    assert caddy.gateway.render([]) == caddy.yard.state / "gateway" / "Caddyfile"


def test_file_that_caddy_refuses_raises_with_its_line(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([])
    with pytest.raises(GatewayFailed) as raised:
        caddy.exchange().reload(NONSENSE)
    assert "candidate.Caddyfile:2: unrecognized directive: nonsense" in raised.value.detail


def test_file_that_caddy_refuses_leaves_the_old_one_running(caddy: CaddyBench) -> None:
    hubs = [caddy.hub("WBSalesHub", route="/saleshub")]
    caddy.gateway.ensure(hubs)
    with pytest.raises(GatewayFailed):
        caddy.exchange().reload(NONSENSE)
    assert caddy.exchange().runs(render_caddyfile(hubs))


def test_file_that_does_not_say_its_mark_is_put_back(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([])
    with pytest.raises(GatewayFailed):
        caddy.exchange(ready_s=0.5).reload('# respond "0123456789abcdef"\n:4400\n')
    assert (caddy.yard.state / "gateway" / "Caddyfile").read_text() == render_caddyfile([])


def test_first_file_that_caddy_refuses_leaves_no_container(caddy: CaddyBench) -> None:
    caddy.tools.engine.ensure_network(caddy.yard.network)
    with pytest.raises(GatewayFailed):
        caddy.exchange().put_up(NONSENSE)
    assert caddy.client.containers.list(all=True, filters={"label": f"hubyard.yard={caddy.yard.settings.name}"}) == []


def test_stopped_gateway_is_started(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([])
    caddy.client.containers.get(caddy.name).stop(timeout=5)
    caddy.gateway.ensure([])
    assert caddy.gateway.state().running


def test_folder_removed_and_made_anew_is_followed(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([])
    shutil.rmtree(caddy.yard.state)
    hubs = [caddy.hub("WBSalesHub", route="/saleshub")]
    caddy.gateway.ensure(hubs)
    assert caddy.exchange().runs(render_caddyfile(hubs))


def test_changed_port_moves_the_gateway(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([])
    port = free_port()
    caddy.gateway_at(port).ensure([])
    rows = caddy.client.api.containers(all=True, filters={"label": f"hubyard.yard={caddy.yard.settings.name}"})
    assert [(row["Names"], row["Ports"][0]["PublicPort"]) for row in rows] == [([f"/{caddy.name}"], port)]


def test_new_container_that_cannot_have_its_port_leaves_the_old_one_running(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([])
    before = caddy.client.containers.get(caddy.name).id
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(PortTaken):
        caddy.exchange(port=other.getsockname()[1]).put_up(render_caddyfile([]))
    container = caddy.client.containers.get(caddy.name)
    assert (container.id, container.status) == (before, "running")


def test_port_of_another_program_is_named(caddy: CaddyBench) -> None:
    with socket.create_server(("127.0.0.1", caddy.port)):
        holder = caddy.gateway.port_conflict()
    assert holder is not None
    assert holder.endswith(f"(pid {os.getpid()})")


def test_foreign_container_of_the_same_name_is_not_touched(caddy: CaddyBench) -> None:
    foreign = caddy.start(entrypoint=["sleep"], command=["60"], name=caddy.name)
    with pytest.raises(GatewayFailed):
        caddy.gateway.ensure([])
    caddy.gateway.remove()
    foreign.reload()
    assert foreign.status == "running"


def test_two_at_the_same_time_make_one_gateway(caddy: CaddyBench) -> None:
    gateways = [caddy.gateway_at(caddy.port) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        for ensured in [pool.submit(gateway.ensure, []) for gateway in gateways]:
            ensured.result()
    assert caddy.gateway.state().running


def test_remove_takes_the_network_along(caddy: CaddyBench) -> None:
    caddy.gateway.ensure([])
    caddy.gateway.remove()
    assert caddy.client.networks.list(names=[caddy.yard.network]) == []


def test_remove_leaves_a_network_that_others_are_on(caddy: CaddyBench) -> None:
    hub = caddy.hub("WBSalesHub", route="/saleshub")
    caddy.gateway.ensure([hub])
    caddy.run_hub(hub)
    caddy.gateway.remove()
    assert len(caddy.client.networks.list(names=[caddy.yard.network])) == 1
