"""What every gateway keeps, the fake included."""

import pytest

from hubyard.errors import PortTaken
from hubyard.gateway.port import Upstream
from tests.contracts.gateway.bench import Bench

ROOT = Upstream(hub="WBHubManager", route="/", host="wbhubmanager-test", port=3000)
SALES = Upstream(hub="WBSalesHub", route="/saleshub", host="wbsaleshub-test", port=3000)


def test_state_before_ensure_is_not_running(bench: Bench) -> None:
    assert not bench.gateway.state().running


def test_ensure_without_hubs_runs(bench: Bench) -> None:
    bench.gateway.ensure([])
    assert bench.gateway.state().running


def test_ensure_again_touches_nothing(bench: Bench) -> None:
    bench.gateway.ensure([ROOT, SALES])
    before = bench.started()
    bench.gateway.ensure([SALES, ROOT])
    assert bench.started() == before


def test_port_without_a_holder_is_no_conflict(bench: Bench) -> None:
    assert bench.gateway.port_conflict() is None


def test_own_port_is_no_conflict(bench: Bench) -> None:
    bench.gateway.ensure([ROOT])
    assert bench.gateway.port_conflict() is None


def test_port_of_another_is_a_conflict_that_names_it(bench: Bench) -> None:
    with bench.occupied() as holder:
        assert bench.gateway.port_conflict() == holder


def test_ensure_on_the_port_of_another_raises_with_its_name(bench: Bench) -> None:
    with bench.occupied() as holder, pytest.raises(PortTaken) as raised:
        bench.gateway.ensure([ROOT])
    assert raised.value.holder == holder


def test_ensure_on_the_port_of_another_starts_nothing(bench: Bench) -> None:
    with bench.occupied(), pytest.raises(PortTaken):
        bench.gateway.ensure([ROOT])
    assert not bench.gateway.state().running


def test_remove_stops(bench: Bench) -> None:
    bench.gateway.ensure([ROOT])
    bench.gateway.remove()
    assert not bench.gateway.state().running


def test_remove_of_what_is_not_there_is_no_error(bench: Bench) -> None:
    bench.gateway.remove()
    assert not bench.gateway.state().running


def test_ensure_after_remove_runs_again(bench: Bench) -> None:
    bench.gateway.ensure([ROOT])
    bench.gateway.remove()
    bench.gateway.ensure([ROOT])
    assert bench.gateway.state().running
