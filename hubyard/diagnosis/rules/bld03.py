"""BLD03: a build that does not get on, and what it waits for: npm, memory, the disk, or the lock."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.work import BuildStep, GateFacts, GatePresence
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.judging import LIVELOCK_SHARE, elapsed_s, percent, skipped
from hubyard.diagnosis.values import Finding, State, Sureness, Verdict
from hubyard.gate.watchdog import AT_LIMIT_SHARE, STALLED_SHARE

ID: Final = "BLD03"
STUCK_S: Final = 120.0
"""Source: npm's fetch-timeout as `doctor` advises it (HUB05); a step that has slept for longer waits without one."""
HELD_S: Final = 3600.0
"""Source: config/hub.py, build_timeout_s, and config/yard.py, gate.wait_s: who builds longer has lost its own limit."""
IDLE_SHARE: Final = 0.02
"""Of a processor, over half a second: one tick in fifty. Node.js that only waits for a socket stays below."""
PACKAGE_MANAGERS: Final = ("npm", "yarn", "pnpm", "bun", "corepack", "npx")


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: a step older than two minutes that computes nothing or fights for memory; a holder that is stopped, or over an hour."""
    stuck = [*_steps(facts), *_holders(facts)]
    yield from stuck
    if unread := facts.unread("builds", "gate"):
        yield skipped(ID, unread)
    elif not stuck:
        yield _finding(cause="none", subject="", state=State.OK, sureness=Sureness.CERTAIN)


def _steps(facts: Facts) -> Iterator[Finding]:
    for step in () if isinstance(facts.builds, Unread) else facts.builds.steps:
        cause, sureness = _cause(step)
        if cause:
            yield _finding(cause=cause, subject=step.hub or step.command, state=State.WARN, sureness=sureness, step=step)


def _cause(step: BuildStep) -> tuple[str, Sureness]:
    """No cause for a step that works, or that is too young to tell."""
    if step.elapsed_s is None or step.elapsed_s < STUCK_S:
        return "", Sureness.UNPROVEN
    if _fights_for_memory(step):
        return "memory", Sureness.LIKELY
    if step.cpu_share is None or step.cpu_share > IDLE_SHARE or _has(step, "R"):
        return "", Sureness.UNPROVEN
    return _cause_of_rest(step)


def _cause_of_rest(step: BuildStep) -> tuple[str, Sureness]:
    if _has(step, "T"):
        return "step_stopped", Sureness.CERTAIN
    if _has(step, "D"):
        return "disk", Sureness.LIKELY
    if step.sockets:
        return ("npm" if _runs_package_manager(step.command) else "network"), Sureness.LIKELY
    if step.sockets is None and _runs_package_manager(step.command):
        return "npm", Sureness.UNPROVEN
    return "asleep", Sureness.UNPROVEN


def _has(step: BuildStep, letter: str) -> bool:
    return any(state.startswith(letter) for state in step.states)


def _fights_for_memory(step: BuildStep) -> bool:
    full_share = step.full_pressure_share or 0.0
    at_limit = bool(step.limit_bytes) and step.held_bytes >= AT_LIMIT_SHARE * (step.limit_bytes or 0)
    return full_share >= LIVELOCK_SHARE or (at_limit and full_share >= STALLED_SHARE)


def _runs_package_manager(command: str) -> bool:
    words = {word.rpartition("/")[2].removesuffix("-cli.js") for word in command.replace(";", " ").replace("&", " ").split()}
    return not words.isdisjoint(PACKAGE_MANAGERS)


def _holders(facts: Facts) -> Iterator[Finding]:
    if isinstance(facts.gate, Unread):
        return
    for presence in facts.gate.running:
        age_s = elapsed_s(facts, presence.since)
        if presence.stopped:
            yield _finding(
                cause="lock_stopped", subject=presence.hub, state=State.FAIL, sureness=Sureness.CERTAIN, holder=presence, age_s=age_s
            )
        elif age_s is not None and age_s > HELD_S:
            yield _finding(cause="lock", subject=presence.hub, state=State.WARN, sureness=Sureness.LIKELY, holder=presence, age_s=age_s)
    yield from _old_lock(facts, facts.gate)


def _old_lock(facts: Facts, gate: GateFacts) -> Iterator[Finding]:
    """The old script's lock, while nobody builds whom we know, and somebody waits."""
    if gate.old_lock_pids and gate.waiting and not gate.running:
        waiter = gate.waiting[0]
        age_s = elapsed_s(facts, waiter.since)
        if age_s is not None and age_s > STUCK_S:
            pids = " ".join(str(pid) for pid in gate.old_lock_pids)
            yield _finding(
                cause="old_lock", subject=waiter.hub, state=State.WARN, sureness=Sureness.CERTAIN, age_s=age_s, place=(gate.old_lock, pids)
            )


def _finding(  # noqa: PLR0913  one place where all fields of its sentences are filled
    *,
    cause: str,
    subject: str,
    state: State,
    sureness: Sureness,
    step: BuildStep | None = None,
    holder: GatePresence | None = None,
    age_s: float | None = None,
    place: tuple[str, str] = ("", ""),
) -> Finding:
    old_lock, pids = place
    seen: dict[str, object] = {
        "cause": cause,
        "sureness": sureness,
        "hub": (step.hub if step else "") or (holder.hub if holder else "") or (subject if old_lock else ""),
        "command": (step.command if step else "") or (holder.command if holder else ""),
        "pids": pids or (str(holder.pid) if holder else "") or " ".join(map(str, step.pids if step else ())),
        "elapsed_s": step.elapsed_s if step else age_s,
        "sockets": step.sockets if step else None,
        "held_bytes": step.held_bytes if step else 0,
        "limit_bytes": step.limit_bytes if step else None,
        "full_percent": percent(step.full_pressure_share or 0.0) if step else 0,
        "old_lock": old_lock,
        "stuck_s": STUCK_S,
    }
    return Finding(rule=ID, state=state, subject=subject, seen=seen)
