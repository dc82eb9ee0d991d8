"""DSK01, DSK02, DSK03."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import EngineFacts, UsageFacts
from hubyard.diagnosis.facts.host import DiskFacts, FileSystem
from hubyard.diagnosis.facts.work import YardFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.rules.incidents import seen_of
from hubyard.diagnosis.values import Finding, Incident, Process, State, Sureness, What
from tests.unit.diagnosis.rules.made import GB, HEALTHY, NO_ENGINE, NO_RIGHTS, NOW, ROOT, Case, facts, found, skipped


def disks(*some: FileSystem) -> Facts:
    return facts(disk=DiskFacts(file_systems=some))


def space(state: State, free_bytes: int, percent: int, subject: str = "", **more: object) -> Finding:
    seen: dict[str, object] = {
        "what": "space",
        "mount": "/",
        "free_bytes": free_bytes,
        "total_bytes": 100 * GB,
        "used_percent": percent,
        "uses": ("engine", "tmp"),
        "warn_percent": 85,
        "fail_percent": 95,
        "least_bytes": GB,
    }
    return found("DSK01", state, subject, **{**seen, **more})


def inodes(state: State, left: int, percent: int, subject: str = "") -> tuple[Finding, ...]:
    seen: dict[str, object] = {"mount": "/", "inodes_free": left, "inodes": 1000, "used_percent": percent}
    return (found("DSK02", state, subject, **seen, warn_percent=85, fail_percent=95),)


def cache(state: State, size_gb: int, free_gb: int, **more: object) -> tuple[Finding, ...]:
    seen: dict[str, object] = {
        "state": state,
        "cache_bytes": size_gb * GB,
        "cache_free_bytes": free_gb * GB,
        "kept_bytes": 20 * GB,
        "kept_gb": 20,
        "images_free_bytes": None,
        "disk_percent": 40,
        "freed_percent": free_gb,
        "prune": "--keep-storage",
    }
    return (found("DSK03", state, **{**seen, **more}),)


def usage(size_gb: int, free_gb: int) -> UsageFacts:
    return UsageFacts(cache_bytes=size_gb * GB, cache_free_bytes=free_gb * GB)


SNAP: Final = FileSystem(mount="/snap/core", device="/dev/loop1", total_bytes=GB, free_bytes=0, read_only=True, uses=("engine",))
BOOT: Final = FileSystem(mount="/boot", device="/dev/sda2", total_bytes=GB, free_bytes=0)
SMALL: Final = replace(ROOT, total_bytes=4 * GB, free_bytes=GB - 1)
FULL: Final = Incident(
    what=What.DISK_FULL,
    sureness=Sureness.CERTAIN,
    at=NOW - timedelta(hours=1),
    victims=(Process(hub="wbfinhub"),),
    evidence="npm error code ENOSPC",
)

CASES: Final = {
    "DSK01_room_enough": Case(rule="DSK01", facts=HEALTHY, found=(space(State.OK, 60 * GB, 40),)),
    "DSK01_below_fifteen_percent_left": Case(
        rule="DSK01", facts=disks(replace(ROOT, free_bytes=14 * GB)), found=(space(State.WARN, 14 * GB, 86, "/"),)
    ),
    "DSK01_below_five_percent_left": Case(
        rule="DSK01", facts=disks(replace(ROOT, free_bytes=4 * GB)), found=(space(State.FAIL, 4 * GB, 96, "/"),)
    ),
    "DSK01_engine_below_a_gigabyte": Case(
        rule="DSK01", facts=disks(SMALL), found=(space(State.FAIL, GB - 1, 75, "/", total_bytes=4 * GB),)
    ),
    "DSK01_images_of_snaps_and_boot_do_not_matter": Case(
        rule="DSK01", facts=disks(SNAP, BOOT, ROOT), found=(space(State.OK, 60 * GB, 40),)
    ),
    "DSK01_a_build_found_it_full": Case(
        rule="DSK01",
        facts=HEALTHY,
        incidents=(FULL,),
        found=(
            found(
                "DSK01",
                State.FAIL,
                "wbfinhub",
                **seen_of(FULL),
                there="",
                times=1,
                repeated=0,
                warn_percent=85,
                fail_percent=95,
                least_bytes=GB,
            ),
        ),
    ),
    "DSK01_unread": Case(rule="DSK01", facts=facts(disk=NO_RIGHTS), found=skipped("DSK01", Why.NO_RIGHTS, "disk", detail=NO_RIGHTS.detail)),
    "DSK02_enough": Case(rule="DSK02", facts=HEALTHY, found=inodes(State.OK, 900, 10)),
    "DSK02_few": Case(rule="DSK02", facts=disks(replace(ROOT, inodes_free=150)), found=inodes(State.WARN, 150, 85, "/")),
    "DSK02_none": Case(rule="DSK02", facts=disks(replace(ROOT, inodes_free=0)), found=inodes(State.FAIL, 0, 100, "/")),
    "DSK02_not_counted": Case(
        rule="DSK02", facts=disks(replace(ROOT, inodes=0)), found=skipped("DSK02", Why.ABSENT, "disk", detail="inodes")
    ),
    "DSK02_unread": Case(rule="DSK02", facts=facts(disk=NO_RIGHTS), found=skipped("DSK02", Why.NO_RIGHTS, "disk", detail=NO_RIGHTS.detail)),
    "DSK03_small": Case(rule="DSK03", facts=HEALTHY, found=cache(State.OK, 3, 2)),
    "DSK03_above_what_cleanup_leaves": Case(rule="DSK03", facts=facts(usage=usage(21, 4)), found=cache(State.WARN, 21, 4)),
    "DSK03_a_tenth_of_a_disk_that_fills": Case(
        rule="DSK03",
        facts=facts(usage=usage(15, 12), disk=DiskFacts(file_systems=(replace(ROOT, free_bytes=29 * GB),))),
        found=cache(State.WARN, 15, 12, disk_percent=71),
    ),
    "DSK03_on_a_full_disk": Case(
        rule="DSK03",
        facts=facts(usage=usage(67, 60), disk=DiskFacts(file_systems=(replace(ROOT, free_bytes=4 * GB),))),
        found=cache(State.FAIL, 67, 60, disk_percent=96),
    ),
    "DSK03_newer_buildx_and_the_yard_s_bound": Case(
        rule="DSK03",
        facts=facts(
            usage=usage(6, 6),
            disk=NO_RIGHTS,
            engine=EngineFacts(version="29.0", plugins={"buildx": "v0.18.0"}),
            yard=YardFacts(build_cache_limit_bytes=5 * GB),
        ),
        found=cache(State.WARN, 6, 6, disk_percent=0, freed_percent=0, kept_bytes=5 * GB, kept_gb=5, prune="--max-used-space"),
    ),
    "DSK03_the_cache_alone_was_counted_in_time": Case(
        rule="DSK03",
        facts=facts(usage=replace(usage(21, 4), rest=Unread(why=Why.TIMED_OUT))),
        found=cache(State.WARN, 21, 4),
    ),
    "DSK03_all_but_the_cache": Case(
        rule="DSK03", facts=facts(usage=UsageFacts(images_bytes=GB)), found=skipped("DSK03", Why.ABSENT, "usage", detail="build cache")
    ),
    "DSK03_unread": Case(
        rule="DSK03", facts=facts(usage=NO_ENGINE), found=skipped("DSK03", Why.NO_ENGINE, "usage", detail=NO_ENGINE.detail)
    ),
}
