"""Read each hub's files, and judge them."""

from collections.abc import Sequence

from hubyard.config.hub import Hub
from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.port import DoctorTools
from hubyard.doctor.reading import read_hub
from hubyard.doctor.rules import RULES
from hubyard.doctor.values import WORST_FIRST, HubReport, YardReport


def examine(hubs: Sequence[Hub], *, strict: bool, tools: DoctorTools) -> YardReport:
    return YardReport(hubs=tuple(judge_hub(read_hub(hub, tools=tools)) for hub in hubs), strict=strict)


def judge_hub(read: HubRead) -> HubReport:
    """Pure."""
    found = {rule: tuple(judge(read)) for rule, judge in RULES.items()}
    findings = sorted((one for several in found.values() for one in several), key=lambda one: WORST_FIRST.index(one.state))
    well = tuple(rule for rule, several in found.items() if not several)
    return HubReport(hub=read.hub.name, checkout=read.hub.checkout, findings=tuple(findings), well=well)
