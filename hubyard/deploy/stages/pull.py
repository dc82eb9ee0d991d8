"""Pull: fast-forward to the branch; never merges, never discards local work; nothing for a hub without a remote."""

from hubyard.config.hub import Hub
from hubyard.deploy.values import DeployTools

LIMIT_S = 300.0


def run(hub: Hub, tools: DeployTools) -> None:
    """Raises LocalChanges, BranchDiverged, WrongBranch, CheckoutMissing (nothing touched) and PullFailed."""
    if hub.settings.remote is not None:
        tools.checkouts.pull(hub.checkout, hub=hub.name, remote=hub.settings.remote, branch=hub.settings.branch, limit_s=LIMIT_S)
