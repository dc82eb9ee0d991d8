"""How near the estimate of a real hub's build comes to what the build then needs."""

from typing import Final

from tests.integration.machine.machine import PROJECT, Machine

HUB: Final = "WBSalesHub"
BUILDS: Final = 4
LIMIT_S: Final = 900


def estimate(machine: Machine) -> dict[str, float]:
    """The share by which what was granted to the fourth build differs from its peak, and the same without the margin; wanted: ≤ 0.20."""
    for number in range(BUILDS):
        machine.write(f"{PROJECT}/hubs/{HUB}/app/number.ts", f"export const number = {number};\n")
        deployed = machine.run("invoke", "deploy", f"--hub={HUB}", folder=PROJECT, limit_s=LIMIT_S)
        assert deployed.status == 0, deployed.text
    newest, *before = machine.run("invoke", "history", f"--hub={HUB}", "--json", folder=PROJECT).document()["builds"]
    greatest = max(build["peak_bytes"] for build in before)
    return {
        "estimate/peak_of_the_fourth_build": round(newest["granted_bytes"] / newest["peak_bytes"], 3),
        "greatest_peak_before/peak_of_the_fourth_build": round(greatest / newest["peak_bytes"], 3),
    }
