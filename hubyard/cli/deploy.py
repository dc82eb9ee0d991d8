"""`invoke deploy`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.deploy.values import DeployRequest
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def deploy(  # noqa: PLR0913  an option each
    tools: "Tools",
    *,
    hub: str = "all",
    dry_run: bool = False,
    jobs: str = "auto",
    keep_going: bool = False,
    wait_timeout: int | None = None,
    no_wait: bool = False,
) -> "Answer":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415  only what a task needs is loaded

    hubs = tuple(choose_hubs(hub, tools.yard))
    if dry_run:
        from hubyard.deploy.dry_run import plan_all  # noqa: PLC0415
        from hubyard.show.tables.plan import PlanAnswer  # noqa: PLC0415

        plans = plan_all(hubs, tools=tools)
        return PlanAnswer(plans={chosen.name: plan for chosen, plan in zip(hubs, plans, strict=True)})
    from hubyard.deploy.values import DeployRequest  # noqa: PLC0415
    from hubyard.gate.port import Patience  # noqa: PLC0415

    limit_s = patience_s(wait_timeout, no_wait=no_wait, of_yard=tools.yard.settings.gate.wait_s)
    request = DeployRequest(
        hubs=hubs,
        patience=Patience(limit_s=limit_s),
        keep_going=keep_going,
        command=f"invoke deploy --hub={hub}",
        jobs=hubs_at_once(jobs, of_yard=tools.yard.settings.gate.jobs),
    )
    return _deploy(request, tools)


def _deploy(request: "DeployRequest", tools: "Tools") -> "Answer":
    from hubyard.deploy.run import deploy as deploy_all  # noqa: PLC0415
    from hubyard.show.tables.deploy import DeployAnswer  # noqa: PLC0415

    began_s = tools.clock.monotonic_s()
    outcomes = tuple(deploy_all(request, tools=tools))
    begun = {outcome.hub for outcome in outcomes}
    return DeployAnswer(
        outcomes=outcomes,
        skipped=tuple(hub.name for hub in request.hubs if hub.name not in begun),
        elapsed_s=tools.clock.monotonic_s() - began_s if request.overlaps else 0.0,
    )


def patience_s(typed: int | None, *, no_wait: bool, of_yard: int) -> float:
    """Seconds to wait for the gate. Raises UnknownOption for a negative number."""
    if typed is not None and typed < 0:
        from hubyard.errors import UnknownOption  # noqa: PLC0415

        raise UnknownOption(option="--wait-timeout", value=str(typed), expected="seconds")
    return 0.0 if no_wait else float(of_yard if typed is None else typed)


def hubs_at_once(typed: str, *, of_yard: int) -> int:
    """0 for as many as the memory holds, which the yard may bound. Raises UnknownOption for what is neither "auto" nor a number from 1."""
    if typed.strip().lower() == "auto":
        return of_yard
    if not typed.isascii() or not typed.isdigit() or int(typed) < 1:
        from hubyard.errors import UnknownOption  # noqa: PLC0415

        raise UnknownOption(option="--jobs", value=typed, expected="auto, 1, 2, …")
    return int(typed)
