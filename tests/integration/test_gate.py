"""The gate between deploys, and between us and an old script with its flock. Who overlapped is read from the cgroups, not from our logs."""

import json

import pytest

from tests.integration.machine.machine import Machine, eventually
from tests.integration.machine.overlaps import watch_steps
from tests.integration.machine.toy import build_step, setting
from tests.integration.machine.yard import LOCKS, OLD_LOCK, ToyYard, held_locks, steps, workers

WAITING = "❌ Another build is in progress. Waiting..."
TAKEN = "✓ Build lock obtained"

OLD_SCRIPT = f"""
exec 200>{OLD_LOCK}
flock -x 200
echo inside
until [ -e /tmp/old-script-may-end ]; do sleep 0.05; done
echo outside
"""


def old_script(machine: Machine, *, user: str) -> None:
    """What the users had: an exclusive flock, held while it builds."""
    machine.shell("rm -f /tmp/old-script-may-end")
    machine.start("bash", "-euc", OLD_SCRIPT, user=user)


def test_two_deploys_never_build_at_once(yard: ToyYard) -> None:
    for name in ("alpha", "beta"):
        yard.add(name, build_step("sleep 4"))
    watch = watch_steps(yard.machine)
    both = [yard.begin("deploy", f"--hub={name}") for name in ("alpha", "beta")]
    ran = [deploy.end() for deploy in both]
    assert [one.status for one in ran] == [0, 0], ran[0].text + ran[1].text
    assert watch.seen() == {frozenset({"alpha"}), frozenset({"beta"})}
    assert sorted(WAITING in one.text for one in ran) == [False, True]


def test_second_deploy_of_a_hub_waits_and_then_has_nothing_to_do(yard: ToyYard) -> None:
    yard.add("toy", build_step("sleep 3"))
    first = yard.begin("deploy", "--hub=toy")
    first.wait_for("sleep 3")
    second = yard.begin("deploy", "--hub=toy")
    assert (first.end().status, second.end().status) == (0, 0), first.text + second.text
    assert "Building toy" not in second.text


def test_no_wait_ends_at_once_and_names_the_holder(yard: ToyYard) -> None:
    yard.add("alpha", build_step("sleep 71"))
    yard.add("beta")
    first = yard.begin("deploy", "--hub=alpha")
    first.wait_for("sleep 71")
    ran = yard.invoke("deploy", "--hub=beta", "--no-wait")
    assert (ran.status, "alpha" in ran.text) == (75, True), ran.text


def test_wait_that_runs_out_says_so(yard: ToyYard) -> None:
    yard.add("alpha", build_step("sleep 72"))
    yard.add("beta")
    yard.begin("deploy", "--hub=alpha").wait_for("sleep 72")
    ran = yard.invoke("deploy", "--hub=beta", "--wait-timeout=1", environment={"HUBYARD_LANG": "ko"})
    assert ran.status == 75, ran.text
    assert [line for line in ("❌ 다른 빌드가 진행 중입니다. 대기 중...", "❌ 타임아웃: 락 획득 실패") if line not in ran.text] == []


def test_queue_shows_who_builds_and_who_waits(yard: ToyYard) -> None:
    yard.add("alpha", build_step("sleep 73"))
    yard.add("beta")
    yard.begin("deploy", "--hub=alpha").wait_for("sleep 73")
    yard.begin("deploy", "--hub=beta").wait_for(WAITING)
    told = json.loads(yard.invoke("queue", "--json").out)
    assert [[one["hub"] for one in told[part]] for part in ("running", "waiting")] == [["alpha"], ["beta"]]


def test_reading_commands_do_not_wait(yard: ToyYard) -> None:
    yard.add("alpha", build_step("sleep 74"))
    yard.begin("deploy", "--hub=alpha").wait_for("sleep 74")
    for task in (["queue"], ["status"], ["deploy", "--hub=alpha", "--dry-run"], ["--help", "deploy"]):
        assert yard.invoke(*task, limit_s=20).status == 0


def test_down_waits_for_a_deploy_of_the_hub_and_render_is_busy(yard: ToyYard) -> None:
    yard.add("toy", build_step("sleep 6"))
    deploy = yard.begin("deploy", "--hub=toy")
    deploy.wait_for("sleep 6")
    rendered = yard.invoke("render", "--hub=toy", limit_s=20)
    assert (rendered.status, "another deploy of the same hub" in rendered.text) == (75, True), rendered.text
    down = yard.begin("down", "--hub=toy")
    down.wait_for(WAITING)
    assert (deploy.end().status, down.end().status) == (0, 0), deploy.text + down.text
    assert "Containers removed: toy-staging" in down.text
    assert yard.invoke("render", "--hub=toy").status == 0


def test_deploy_waits_for_the_old_script_of_another_user(yard: ToyYard) -> None:
    yard.add("toy")
    old_script(yard.machine, user="ubuntu")
    eventually(lambda: held_locks(yard.machine) == [OLD_LOCK], limit_s=10, what="the old script is inside")
    deploy = yard.begin("deploy", "--hub=toy")
    deploy.wait_for(WAITING)
    assert yard.image_ids("toy") == {}
    yard.machine.shell("touch /tmp/old-script-may-end")
    assert deploy.end().status == 0, deploy.text
    assert TAKEN in deploy.text


@pytest.mark.parametrize("first", ["", "touch {0}; chmod 666 {0}"], ids=["lock_made_by_us", "lock_made_by_the_script"])
def test_old_script_of_another_user_waits_for_the_deploy(clean_machine: Machine, first: str) -> None:
    clean_machine.shell(first.format(OLD_LOCK))
    yard = ToyYard(machine=clean_machine, folder="/yards/old", user="deployer")
    yard.add("toy", build_step("sleep 4"))
    deploy = yard.begin("deploy", "--hub=toy")
    deploy.wait_for("sleep 4")
    clean_machine.shell("touch /tmp/old-script-may-end")
    script = clean_machine.start("bash", "-euc", OLD_SCRIPT, user="ubuntu")
    while not script.ended:
        inside = "inside" in script.text
        assert not (inside and steps(clean_machine)), "the old script was let in while a step ran"
    assert (deploy.end().status, script.end().status) == (0, 0), deploy.text + script.text


def test_old_script_that_came_first_is_not_overtaken(yard: ToyYard) -> None:
    """A third, while the old script is blocked: a row of our deploys must not starve it."""
    yard.add("alpha", build_step("sleep 3"))
    yard.add("beta")
    alpha = yard.begin("deploy", "--hub=alpha")
    alpha.wait_for("sleep 3")
    yard.machine.shell("rm -f /tmp/old-script-may-end")
    script = yard.machine.start("bash", "-euc", OLD_SCRIPT, user="ubuntu")
    eventually(lambda: "->" in yard.machine.must("cat", "/proc/locks"), limit_s=10, what="the old script is blocked")
    beta = yard.begin("deploy", "--hub=beta")
    script.wait_for("inside")
    assert yard.image_ids("beta") == {}
    yard.machine.shell("touch /tmp/old-script-may-end")
    assert (alpha.end().status, beta.end().status) == (0, 0), alpha.text + beta.text


def test_killed_deploy_frees_the_old_lock_and_leaves_no_step_to_the_next(yard: ToyYard) -> None:
    yard.add("toy", build_step("sleep 75"))
    deploy = yard.begin("deploy", "--hub=toy")
    deploy.wait_for("sleep 75")
    eventually(lambda: steps(yard.machine), limit_s=20, what="the step runs")
    old_step = steps(yard.machine)[0]
    deploy.kill()
    eventually(lambda: held_locks(yard.machine) == [], limit_s=2, what="the locks are free")
    yard.change("toy", build_step("echo was the old one there: $(ls -d /nowhere 2>&1) && sleep 2"))
    second = yard.begin("deploy", "--hub=toy")
    eventually(lambda: any(pid != old_step for pid in steps(yard.machine)), limit_s=60, what="the next build's step runs")
    assert old_step not in steps(yard.machine)
    assert second.end().status == 0, second.text


def test_stopped_holder_is_named_with_the_command_that_helps(yard: ToyYard) -> None:
    yard.add("alpha", build_step("sleep 76"))
    yard.add("beta")
    first = yard.begin("deploy", "--hub=alpha")
    first.wait_for("sleep 76")
    first.signal("STOP")
    second = yard.begin("deploy", "--hub=beta")
    second.wait_for(f"kill -CONT {first.pid}", limit_s=20)
    second.signal("INT")
    assert second.end().status == 130, second.text


UNSAFE = {
    "symlink": "mkdir -p /run/lock/hubyard /tmp/trap && ln -s /tmp/trap /run/lock/hubyard/v1",
    "parent_is_a_symlink": "mkdir -p /tmp/trap && ln -s /tmp/trap /run/lock/hubyard",
    "foreign_owner": "mkdir -p /run/lock/hubyard/v1 && chown -R outsider /run/lock/hubyard",
    "open_to_all": "mkdir -p /run/lock/hubyard/v1 && chmod 2777 /run/lock/hubyard/v1",
    "a_file": "mkdir -p /run/lock/hubyard && touch /run/lock/hubyard/v1",
}


@pytest.mark.parametrize("script", UNSAFE.values(), ids=UNSAFE)
def test_unsafe_lock_directory_is_refused(yard: ToyYard, script: str) -> None:
    yard.add("toy")
    yard.machine.shell(script)
    ran = yard.invoke("deploy", "--hub=toy")
    assert (ran.status, "/run/lock/hubyard" in ran.text) == (5, True), ran.text
    assert yard.image_ids("toy") == {}


def test_old_lock_that_may_not_be_opened_is_not_called_busy(clean_machine: Machine) -> None:
    yard = ToyYard(machine=clean_machine, folder="/yards/forbidden", user="deployer")
    yard.add("toy")
    clean_machine.shell(f"touch {OLD_LOCK}; chmod 600 {OLD_LOCK}; chown ubuntu {OLD_LOCK}")
    ran = yard.invoke("deploy", "--hub=toy")
    assert (ran.status, OLD_LOCK in ran.text, "ubuntu" in ran.text) == (5, True, True), ran.text


def test_two_users_of_the_engines_group_share_the_gate(clean_machine: Machine) -> None:
    ours = ToyYard(machine=clean_machine, folder="/yards/ours", user="deployer")
    theirs = ToyYard(machine=clean_machine, folder="/yards/theirs", user="ubuntu")
    ours.add("alpha", build_step("sleep 3"), setting("keep_releases = 1"))
    theirs.add("beta")
    first = ours.begin("deploy", "--hub=alpha")
    first.wait_for("sleep 3")
    second = theirs.begin("deploy", "--hub=beta")
    second.wait_for(WAITING)
    assert "deployer" in second.text
    assert (first.end().status, second.end().status) == (0, 0), first.text + second.text
    assert workers(clean_machine) == []
    assert "drwxrws---" in clean_machine.must("ls", "-ld", LOCKS)
