from dataclasses import replace

from hubyard.diagnosis.facts.host import DiskFacts, FileSystem
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.disk import parse
from tests.unit.diagnosis.probes.answers import answer

HEAD = "Filesystem     1024-blocks    Used Available Capacity Mounted on\n"
BLOCKS = HEAD + "/dev/sda1        10000 8000      1000      90% /"
INODES = "Filesystem     Inodes IUsed IFree IUse% Mounted on\n/dev/sda1       500  490    10   98% /"
ROOT = FileSystem(mount="/", device="/dev/sda1", total_bytes=10_240_000, free_bytes=1_024_000, inodes=500, inodes_free=10)


def test_one_file_system_for_all_is_named_once_with_all_uses() -> None:
    parts = [(f"{kind}.{use}", text) for use in ("root", "tmp", "engine") for kind, text in (("blocks", BLOCKS), ("inodes", INODES))]
    assert parse(answer(*parts)) == DiskFacts(file_systems=(replace(ROOT, uses=("tmp", "engine")),))


def test_checkout_is_named_after_its_folder() -> None:
    parts = [("blocks.checkout-1", BLOCKS), ("inodes.checkout-1", INODES), ("name.checkout-1", "WBSalesHub")]
    assert parse(answer(*parts)) == DiskFacts(file_systems=(replace(ROOT, uses=("WBSalesHub",)),))


def test_mount_with_a_blank_that_is_read_only() -> None:
    blocks = HEAD + "//nas/my share 100 50 50 50% /mnt/my share"
    found = parse(answer(("mounts", "rw, /\nro, /mnt/my share"), ("blocks.root", blocks)))
    assert found == DiskFacts(
        file_systems=(FileSystem(mount="/mnt/my share", device="//nas/my share", total_bytes=102_400, free_bytes=51_200, read_only=True),)
    )


def test_file_system_without_inodes_has_none() -> None:
    found = parse(answer(("blocks.root", BLOCKS), ("inodes.root", "Filesystem Inodes IUsed IFree IUse% Mounted on\n/dev/sda1 0 0 0 - /")))
    assert found == DiskFacts(file_systems=(replace(ROOT, inodes=0, inodes_free=0),))


def test_one_that_cannot_be_read_does_not_cost_the_others() -> None:
    failed = ("blocks.engine", "df: /var/lib/docker: Permission denied", 1)
    assert parse(answer(("blocks.root", BLOCKS), ("inodes.root", INODES), failed)) == DiskFacts(file_systems=(ROOT,))


def test_mount_that_hangs_leaves_those_before_it() -> None:
    assert parse(answer(("blocks.root", BLOCKS), ("inodes.root", INODES), status=None)) == DiskFacts(file_systems=(ROOT,))


def test_root_that_hangs_is_timed_out() -> None:
    assert parse(answer(("mounts", "rw, /"), status=None)) == Unread(why=Why.TIMED_OUT)


def test_no_df_is_absent() -> None:
    assert parse(answer(("blocks.root", "sh: df: not found", 127))) == Unread(why=Why.ABSENT, detail="sh: df: not found")
