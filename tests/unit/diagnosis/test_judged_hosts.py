"""Whole hosts, as they were recorded (tests/data/hosts/README.md): what happened there, what is wrong, what could not be seen."""

from dataclasses import dataclass
from typing import Final

import pytest

from hubyard.diagnosis.report import Report
from hubyard.diagnosis.run import judge
from hubyard.diagnosis.values import Incident, Process, State
from tests.unit.diagnosis.probes.hosts import HOSTS, facts_on

NEEDS_A_YARD: Final = ("NODE01", "PAR01")
"""Settings and logs of builds are only where Hubyard itself runs: it was another host that was asked."""
NEEDS_THE_KERNELS_LOG: Final = ("OOM01", "OOM02", "OOM03", "OOM04")
HEALTHY: Final = {
    "healthy-ubuntu-22-two-hubs.edited": NEEDS_A_YARD,
    "healthy-ubuntu-24-arm-four-hubs.edited": NEEDS_A_YARD,
    "healthy-v1-machine.edited": NEEDS_A_YARD,
    "healthy-v2-root.edited": NEEDS_A_YARD,
    "healthy-v2-ubuntu-no-logs.edited": (*NEEDS_THE_KERNELS_LOG, *NEEDS_A_YARD),
}
"""Skipped rules of each."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """incidents: what, how sure, and the first victim's name, container and hub; findings that warn or fail, with their subject."""

    incidents: tuple[tuple[str, str, str, str, str], ...] = ()
    findings: tuple[str, ...]
    blind: tuple[str, ...] = ()


def judged(report: Report) -> Judged:
    return Judged(
        incidents=tuple(_told(one) for one in report.verdict.incidents),
        findings=tuple(f"{one.rule}:{one.state}:{one.subject}" for one in report.findings if one.state in {State.FAIL, State.WARN}),
        blind=report.verdict.blind,
    )


def _told(incident: Incident) -> tuple[str, str, str, str, str]:
    victim = incident.victims[0] if incident.victims else Process()
    return incident.what.value, incident.sureness.value, victim.name, victim.container, victim.hub


HOSTS_IN_TROUBLE: Final = {
    "container-engine-socket": Judged(
        incidents=(("kill_counted", "certain", "", "", ""),),
        findings=("OOM01:fail:", "NET01:warn:"),
        blind=("kernel",),
    ),
    "container-limit-512m": Judged(
        incidents=(("kill_counted", "certain", "", "", ""),),
        findings=("OOM01:fail:",),
        blind=("kernel", "containers"),
    ),
    "container-plain": Judged(
        incidents=(("kill_counted", "certain", "", "", ""),),
        findings=("OOM01:fail:",),
        blind=("kernel", "containers"),
    ),
    "root-v1-many-kills": Judged(
        incidents=(
            ("build_step_killed", "certain", "python", "", "kill-31140"),
            ("build_step_killed", "certain", "tail", "", "hubyard-test-283c8370"),
            ("build_step_killed", "certain", "tail", "", "hubyard-test-34d7c1f3"),
            ("build_step_killed", "certain", "tail", "", "hubyard-test-aed6c400-wild"),
            ("build_step_killed", "certain", "tail", "", "hubyard-test-6ecd78ae-wild"),
            ("container_at_its_limit", "certain", "tail", "61b717531571", ""),
            ("container_at_its_limit", "certain", "tail", "de0004536a73", ""),
            ("container_at_its_limit", "certain", "tail", "c8fed0066f90", ""),
            ("kill_counted", "certain", "", "", ""),
        ),
        findings=(
            "OOM01:fail:",
            "OOM02:fail:61b717531571",
            "OOM02:fail:de0004536a73",
            "OOM02:fail:c8fed0066f90",
            "OOM03:fail:kill-31140",
            "OOM03:fail:hubyard-test-283c8370",
            "OOM03:fail:hubyard-test-34d7c1f3",
            "OOM03:fail:hubyard-test-aed6c400-wild",
            "OOM03:fail:hubyard-test-6ecd78ae-wild",
            "BLD01:warn:root",
            "NET01:warn:",
        ),
    ),
    "ubuntu-24-clock-off.edited": Judged(
        findings=("CLK01:warn:",),
    ),
    "ubuntu-24-disk-full.edited": Judged(
        findings=("DSK01:fail:/", "DSK03:fail:"),
    ),
    "ubuntu-24-inodes-out.edited": Judged(
        findings=("DSK02:fail:/",),
    ),
    "ubuntu-24-names-not-found.edited": Judged(
        findings=("NET01:fail:",),
    ),
    "ubuntu-24-thrashing.edited": Judged(
        findings=("MEM01:fail:", "MEM02:fail:"),
    ),
    "user-v1-no-rights": Judged(
        incidents=(("kill_counted", "certain", "", "", ""),),
        findings=("OOM01:fail:", "DKR01:warn:"),
        blind=("kernel", "containers"),
    ),
    "v1-build-step": Judged(
        incidents=(
            ("build_step_killed", "certain", "tail", "", "wbsaleshub"),
            ("container_at_its_limit", "certain", "tail", "wbsaleshub-staging", ""),
            ("container_at_its_limit", "certain", "tail", "wbfinhub-staging", ""),
        ),
        findings=("OOM02:fail:wbsaleshub-staging", "OOM02:fail:wbfinhub-staging", "OOM03:fail:wbsaleshub", "NET01:warn:"),
    ),
    "v1-builds-seen-by-a-user": Judged(
        incidents=(
            ("container_at_its_limit", "likely", "", "wbsaleshub-staging", ""),
            ("container_at_its_limit", "likely", "", "wbfinhub-staging", ""),
            ("kill_counted", "certain", "", "", ""),
        ),
        findings=(
            "OOM01:fail:",
            "OOM02:fail:wbsaleshub-staging",
            "OOM02:fail:wbfinhub-staging",
            "BLD01:warn:root",
            "BLD02:warn:wbsaleshub",
            "NET01:warn:",
        ),
        blind=("kernel",),
    ),
    "v1-child-of-a-living-shell": Judged(
        incidents=(
            ("child_killed", "certain", "tail", "wbsaleshub-staging", "wbsaleshub"),
            ("container_at_its_limit", "certain", "tail", "wbfinhub-staging", ""),
        ),
        findings=("OOM02:fail:wbfinhub-staging", "OOM04:fail:wbsaleshub-staging", "NET01:warn:"),
    ),
    "v1-container-at-its-limit": Judged(
        incidents=(("container_at_its_limit", "certain", "tail", "wbfinhub-staging", "wbfinhub"),),
        findings=("OOM02:fail:wbfinhub-staging", "NET01:warn:"),
    ),
    "v1-engine-down": Judged(
        incidents=(
            ("group_at_its_limit", "certain", "tail", "c8fed0066f90", ""),
            ("build_step_killed", "certain", "tail", "", "wbsaleshub"),
            ("container_at_its_limit", "certain", "tail", "65a3b0931ff2", ""),
            ("container_at_its_limit", "certain", "tail", "3376428984bd", ""),
        ),
        findings=("OOM02:fail:c8fed0066f90", "OOM02:fail:65a3b0931ff2", "OOM02:fail:3376428984bd", "OOM03:fail:wbsaleshub", "DKR01:fail:"),
    ),
    "v1-engine-hanging": Judged(
        incidents=(("kill_counted", "certain", "", "", ""),),
        findings=("OOM01:fail:", "DKR01:fail:", "BLD01:warn:root"),
        blind=("kernel", "containers"),
    ),
    "v1-gate-in-use": Judged(
        incidents=(
            ("container_at_its_limit", "likely", "", "wbsaleshub-staging", ""),
            ("container_at_its_limit", "likely", "", "wbfinhub-staging", ""),
            ("kill_counted", "certain", "", "", ""),
        ),
        findings=(
            "OOM01:fail:",
            "OOM02:fail:wbsaleshub-staging",
            "OOM02:fail:wbfinhub-staging",
            "BLD03:fail:wbsaleshub",
            "BLD01:warn:root",
            "NET01:warn:",
        ),
        blind=("kernel",),
    ),
    "v1-two-builds-running": Judged(
        incidents=(
            ("build_step_killed", "certain", "tail", "", "wbsaleshub"),
            ("container_at_its_limit", "certain", "tail", "wbsaleshub-staging", ""),
            ("container_at_its_limit", "certain", "tail", "wbfinhub-staging", ""),
        ),
        findings=(
            "OOM02:fail:wbsaleshub-staging",
            "OOM02:fail:wbfinhub-staging",
            "OOM03:fail:wbsaleshub",
            "BLD01:warn:root",
            "BLD02:warn:wbsaleshub",
            "NET01:warn:",
        ),
    ),
    "v1-whole-group": Judged(
        incidents=(
            ("group_at_its_limit", "certain", "tail", "wbfinhub-staging", "wbfinhub"),
            ("build_step_killed", "certain", "tail", "", "wbsaleshub"),
            ("container_at_its_limit", "certain", "tail", "wbsaleshub-staging", ""),
            ("container_at_its_limit", "certain", "tail", "wbfinhub-staging", "wbfinhub"),
        ),
        findings=("OOM02:fail:wbfinhub-staging", "OOM02:fail:wbsaleshub-staging", "OOM03:fail:wbsaleshub", "NET01:warn:"),
    ),
    "v2-booted-again-after-kills-root": Judged(
        incidents=(
            ("build_step_killed", "certain", "tail", "", "wbsaleshub"),
            ("container_at_its_limit", "certain", "tail", "7eef0983e78b", ""),
        ),
        findings=("OOM02:fail:7eef0983e78b", "OOM03:fail:wbsaleshub", "NET01:warn:", "CLK01:warn:"),
    ),
    "v2-build-step-root": Judged(
        incidents=(
            ("build_step_killed", "certain", "tail", "", "wbsaleshub"),
            ("container_at_its_limit", "certain", "tail", "wbfinhub-staging", ""),
        ),
        findings=("OOM02:fail:wbfinhub-staging", "OOM03:fail:wbsaleshub", "NET01:warn:", "CLK01:warn:"),
    ),
    "v2-build-step-ubuntu": Judged(
        incidents=(
            ("container_at_its_limit", "likely", "", "wbfinhub-staging", ""),
            ("build_step_killed", "certain", "", "", "wbsaleshub"),
        ),
        findings=("OOM02:fail:wbfinhub-staging", "OOM03:fail:wbsaleshub", "NET01:warn:", "CLK01:warn:"),
        blind=("kernel", "journal"),
    ),
    "v2-container-at-its-limit-root": Judged(
        incidents=(("container_at_its_limit", "certain", "tail", "wbfinhub-staging", "wbfinhub"),),
        findings=("OOM02:fail:wbfinhub-staging", "NET01:warn:", "CLK01:warn:"),
    ),
    "v2-container-at-its-limit-ubuntu": Judged(
        incidents=(("container_at_its_limit", "likely", "", "wbfinhub-staging", "wbfinhub"),),
        findings=("OOM02:fail:wbfinhub-staging", "NET01:warn:", "CLK01:warn:"),
        blind=("kernel", "journal"),
    ),
    "v2-host-running-out-root": Judged(
        incidents=(
            ("host_out_of_memory", "certain", "tail", "wbonboardinghub-staging", "wbonboardinghub"),
            ("build_step_killed", "certain", "tail", "", "wbsaleshub"),
            ("container_at_its_limit", "certain", "tail", "7eef0983e78b", ""),
        ),
        findings=(
            "OOM01:fail:wbonboardinghub-staging",
            "OOM02:fail:7eef0983e78b",
            "OOM03:fail:wbsaleshub",
            "MEM01:warn:",
            "NET01:warn:",
            "CLK01:warn:",
        ),
    ),
    "v2-two-builds-running": Judged(
        incidents=(
            ("build_step_killed", "certain", "tail", "", "wbsaleshub"),
            ("container_at_its_limit", "certain", "tail", "wbfinhub-staging", ""),
        ),
        findings=(
            "OOM02:fail:wbfinhub-staging",
            "OOM03:fail:wbsaleshub",
            "BLD01:warn:root",
            "BLD02:warn:wbsaleshub",
            "NET01:warn:",
            "CLK01:warn:",
        ),
    ),
    "v2-whole-host-ubuntu-adm": Judged(
        incidents=(
            ("host_out_of_memory", "certain", "tail", "wbonboardinghub-staging", "wbonboardinghub"),
            ("build_step_killed", "certain", "tail", "", "wbsaleshub"),
            ("container_at_its_limit", "certain", "tail", "7eef0983e78b", ""),
        ),
        findings=("OOM01:fail:wbonboardinghub-staging", "OOM02:fail:7eef0983e78b", "OOM03:fail:wbsaleshub", "NET01:warn:", "CLK01:warn:"),
        blind=("kernel",),
    ),
}


def test_every_recorded_host_is_judged_here() -> None:
    assert sorted({*HEALTHY, *HOSTS_IN_TROUBLE}) == sorted(HOSTS)


@pytest.mark.parametrize("host", HOSTS_IN_TROUBLE)
def test_host_is_judged(host: str) -> None:
    assert judged(judge(facts_on(host))) == HOSTS_IN_TROUBLE[host]


@pytest.mark.parametrize("host", HEALTHY)
def test_healthy_host_has_no_finding_and_skips_only_what_it_cannot_know(host: str) -> None:
    report = judge(facts_on(host))
    skipped = tuple(one.rule for one in report.findings if one.state is State.SKIP)
    assert (judged(report).incidents, judged(report).findings, skipped) == ((), (), HEALTHY[host])
