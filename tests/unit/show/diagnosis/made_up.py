"""Reports that nobody had, of each kind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainerFacts, ContainersFacts, EngineFacts, UsageFacts
from hubyard.diagnosis.facts.host import CpuFacts, DiskFacts, FileSystem, Lookup, MemoryFacts, NetworkFacts, Pressure, SystemFacts
from hubyard.diagnosis.facts.work import BuildClient, BuildsFacts, BuildStep, GateFacts, KernelFacts, YardFacts, YardHub
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.run import judge
from hubyard.diagnosis.values import Incident, Process, Sureness, Verdict, What
from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
MB = 1000**2
EVIL = "<script>alert('x')</script>\" onload=\"x\u202egnp.\x1b[2J\x07"


def build(hub: str, hours_ago: float, outcome: BuildOutcome = BuildOutcome.WELL, peak_mb: int = 1900) -> BuildMeasured:
    return BuildMeasured(
        hub=hub,
        revision="0c27f8a91b2e",
        inputs="a",
        cold_inputs="b",
        cache=CacheState.WARM,
        outcome=outcome,
        began=NOON - timedelta(hours=hours_ago),
        elapsed_s=340,
        peak_bytes=peak_mb * MB,
        granted_bytes=2000 * MB,
        cap_bytes=2200 * MB,
    )


def facts(name: str = "wb-staging") -> Facts:
    squeezed = Pressure(some_10_share=0.31, full_10_share=0.2, some_300_share=0.27, full_300_share=0.12)
    return Facts(
        host="ubuntu@10.0.0.5",
        taken=NOON,
        system=SystemFacts(
            name=name, kernel="6.8.0-1016-oracle", distribution="Ubuntu 24.04.1 LTS", user="ubuntu", now=NOON, clock_ahead_s=0.4
        ),
        memory=MemoryFacts(
            total_bytes=8192 * MB,
            available_bytes=620 * MB,
            swap_total_bytes=2000 * MB,
            swap_free_bytes=1200 * MB,
            kernel_kills=1,
            pressure=squeezed,
            io_pressure=Pressure(some_300_share=0.08, full_300_share=0.03),
            cpu_pressure=Pressure(some_300_share=0.4),
        ),
        cpu=CpuFacts(cpus=4, load_1=6.2, load_5=4.1, load_15=2.2, busy_share=0.91, iowait_share=0.05, steal_share=0.02),
        disk=DiskFacts(
            file_systems=(
                FileSystem(
                    mount="/",
                    device="/dev/sda1",
                    total_bytes=48_000 * MB,
                    free_bytes=3_100 * MB,
                    inodes=3000,
                    inodes_free=2000,
                    uses=("engine", "tmp"),
                ),
                FileSystem(mount="/boot/efi", device="/dev/sda15", total_bytes=109 * MB, free_bytes=103 * MB),
            )
        ),
        network=NetworkFacts(servers=("127.0.0.53",), lookups=(Lookup(name="packages.example", found=True, elapsed_s=0.02),)),
        engine=EngineFacts(version="28.1.1", storage="overlay2", cgroup_version=2, plugins={"buildx": "0.23.0", "compose": "2.35.1"}),
        containers=ContainersFacts(
            containers=(
                ContainerFacts(
                    id="a" * 64,
                    name="wbsaleshub-staging",
                    hub="wbsaleshub",
                    state="running",
                    health="healthy",
                    held_bytes=410 * MB,
                    limit_bytes=512 * MB,
                ),
                ContainerFacts(
                    id="b" * 64, name="wbfinhub-staging", hub="wbfinhub", state="running", health="unhealthy", held_bytes=300 * MB
                ),
                ContainerFacts(id="c" * 64, name=name[:40], state="running", held_bytes=120 * MB, limit_bytes=128 * MB),
            )
        ),
        usage=UsageFacts(images_bytes=9_000 * MB, cache_bytes=21_000 * MB, cache_free_bytes=20_000 * MB),
        events=(),
        kernel=KernelFacts(text="", since=NOON - timedelta(days=3)),
        journal=Unread(why=Why.NO_RIGHTS, detail="Hint: You are currently not seeing messages from other users"),
        builds=BuildsFacts(
            steps=(
                BuildStep(
                    cgroup="/hubyard.slice/wbfinhub/x", pids=(7,), hub="wbfinhub", command="next build", elapsed_s=95, held_bytes=1_500 * MB
                ),
            ),
            clients=(BuildClient(pid=99, user="ubuntu", command="docker compose build", elapsed_s=40),),
        ),
        gate=GateFacts(directory="/run/lock/hubyard/v1"),
        yard=YardFacts(
            hubs=(YardHub(slug="wbfinhub", name="WBFinHub"),),
            history=(
                build("wbfinhub", 2, BuildOutcome.KILLED, 2200),
                build("wbsaleshub", 2.05),
                build("wbfinhub", 20),
                build("wbsaleshub", 30),
            ),
        ),
        elapsed_s={"memory": 0.02, "usage": 1.4},
    )


KILLED = Incident(
    what=What.BUILD_STEP_KILLED,
    sureness=Sureness.CERTAIN,
    at=NOON - timedelta(hours=1, minutes=58),
    victims=(
        Process(name="node", pid=4711, held_bytes=1_950 * MB, hub="wbfinhub", stage="build"),
        Process(name="node", pid=4712, hub="wbfinhub"),
    ),
    asker=Process(name="next-server", pid=4700, container="wbsaleshub-staging", hub="wbsaleshub"),
    limit_bytes=2_200 * MB,
    limited="/hubyard.slice/wbfinhub",
    evidence="Memory cgroup out of memory: Killed process 4711 (node) total-vm:23456789kB, anon-rss:1904296kB, UID:0 oom_score_adj:0",
    beside=("wbsaleshub",),
)
UNEXPLAINED = Incident(
    what=What.DIED_OF_SIGKILL,
    sureness=Sureness.UNPROVEN,
    at=NOON - timedelta(hours=26),
    victims=(Process(container="redis"),),
    evidence="exit status 137",
)


def killed() -> Report:
    """A kill yesterday and one today, the journal closed to us."""
    verdict = Verdict(incidents=(KILLED, UNEXPLAINED), since=NOON - timedelta(days=3), blind=("journal",))
    report = judge(facts())
    return replace(report, verdict=verdict)


def calm() -> Report:
    report = judge(replace(facts(), journal=KernelFacts(text="", since=NOON - timedelta(days=9))))
    return replace(report, verdict=Verdict(since=NOON - timedelta(days=9)))


def blind() -> Report:
    """Nothing was found, and the kernel's log may not be read."""
    closed = Unread(why=Why.NO_RIGHTS, detail="dmesg: read kernel buffer failed: Operation not permitted")
    return replace(judge(replace(facts(), kernel=closed)), verdict=Verdict(blind=("kernel", "journal")))


def nothing_read() -> Report:
    return judge(Facts(host="ubuntu@10.0.0.6", taken=NOON))


def evil() -> Report:
    """Names and lines from a host that means ill."""
    process = Process(name=EVIL, pid=1, container=EVIL, hub=EVIL, stage=EVIL, cgroup=EVIL)
    incident = replace(KILLED, victims=(process,), asker=replace(process, pid=2), evidence=EVIL, limited=EVIL, beside=(EVIL,))
    dark = facts(name=EVIL)
    dark = replace(
        dark,
        host=EVIL,
        gate=Unread(why=Why.NO_RIGHTS, detail=EVIL),
        builds=BuildsFacts(clients=(BuildClient(pid=1, user=EVIL, command=EVIL, elapsed_s=1),)),
    )
    report = judge(dark)
    return replace(report, verdict=Verdict(incidents=(incident,), since=NOON))
