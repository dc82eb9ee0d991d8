"""`invoke deploy`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.deploy.values import DeployRequest
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def deploy(
    tools: "Tools",
    *,
    hub: str = "all",
    dry_run: bool = False,
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
    return _deploy(
        DeployRequest(hubs=hubs, patience=Patience(limit_s=limit_s), keep_going=keep_going, command=f"invoke deploy --hub={hub}"), tools
    )


def _deploy(request: "DeployRequest", tools: "Tools") -> "Answer":
    from hubyard.deploy.run import deploy as deploy_all  # noqa: PLC0415
    from hubyard.show.tables.deploy import DeployAnswer  # noqa: PLC0415

    outcomes = tuple(deploy_all(request, tools=tools))
    begun = {outcome.hub for outcome in outcomes}
    return DeployAnswer(outcomes=outcomes, skipped=tuple(hub.name for hub in request.hubs if hub.name not in begun))


def patience_s(typed: int | None, *, no_wait: bool, of_yard: int) -> float:
    """Seconds to wait for the gate. Raises UnknownOption for a negative number."""
    if typed is not None and typed < 0:
        from hubyard.errors import UnknownOption  # noqa: PLC0415

        raise UnknownOption(option="--wait-timeout", value=str(typed), expected="seconds")
    return 0.0 if no_wait else float(of_yard if typed is None else typed)
