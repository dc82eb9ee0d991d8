"""Any course of events at the gate: no grant lost or doubled, always a step possible, never more memory promised than there is."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hubyard.gate.admission import FOREIGN_FACTOR, Decision, Head, Limits, Why, reserve_bytes
from hubyard.gate.estimate import LEAST_BUILD_BYTES, Estimate
from tests.simulation.host import SimulatedBuild, SimulatedHost

MB = 1000**2
TOTAL_BYTES = 8000 * MB
RESERVE_BYTES = reserve_bytes(total_bytes=TOTAL_BYTES, chosen=None)
MOST_OTHERS_BYTES = TOTAL_BYTES - RESERVE_BYTES - LEAST_BUILD_BYTES
SIZES = st.integers(64, 5000).map(lambda size: size * MB)
PICK = st.integers(0, 1000)
HUBS = st.integers(1, 8).map("hub{}".format)
STARTS = st.builds(lambda hub, size: Head(hub=hub, estimate=Estimate(build_bytes=size, known=True), starts=True), HUBS, SIZES)
BUILDS = st.builds(
    Head,
    hub=HUBS,
    estimate=st.builds(Estimate, build_bytes=SIZES, known=st.sampled_from([True, True, False]))
    | st.just(Estimate(build_bytes=TOTAL_BYTES // 2, known=False, guessed=True)),
)


class Gate(RuleBasedStateMachine):
    """`estimates_hold` False: builds take what they like, and the kernel kills at the cap.

    What is not ours behaves as admission expects of it: foreign builds, and builds whose note is torn, grow by half at most and give
    nothing back, and foreign ones begin only where there is room. Against others there is no protection but the reserve.

    A container that has started holds its memory as all else does. It is put back, or taken down, before nothing is left to build with.
    """

    def __init__(self) -> None:
        super().__init__()
        self.host = SimulatedHost(total_bytes=TOTAL_BYTES, others_bytes=0, limits=Limits(reserve_bytes=RESERVE_BYTES))
        self.queue: list[Head] = []
        self.estimates_hold = True
        self.came = 0
        self.left = 0
        self.foreign_most: list[int] = []

    @initialize(
        others=st.sampled_from([0, TOTAL_BYTES // 2, MOST_OTHERS_BYTES]),
        jobs=st.sampled_from([None, None, 1, 2]),
        estimates_hold=st.booleans(),
    )
    def boot(self, *, others: int, jobs: int | None, estimates_hold: bool) -> None:
        self.host.others_bytes = others
        self.host.limits = Limits(reserve_bytes=RESERVE_BYTES, jobs=jobs)
        self.estimates_hold = estimates_hold

    @rule(burst=st.lists(BUILDS | BUILDS | STARTS, min_size=1, max_size=4))
    def come(self, *, burst: list[Head]) -> None:
        self.came += len(burst)
        self.queue += burst
        self.look()

    @precondition(lambda self: self.queue)
    @rule()
    def look(self) -> None:
        """As the gate does: one after the other, each sees those before it inside."""
        while self.queue:
            decision = self.host.ask(self.queue[0])
            if not decision.admitted:
                self.someone_is_in_the_way(decision)
                return
            self.host.let_in(self.queue.pop(0), decision)

    @precondition(lambda self: self.queue)
    @rule(pick=PICK)
    def lose_patience_or_die(self, pick: int) -> None:
        del self.queue[pick % len(self.queue)]
        self.left += 1

    @precondition(lambda self: self.live)
    @rule(pick=PICK, share=st.floats(0, 1.5))
    def use(self, pick: int, share: float) -> None:
        build = self.live[pick % len(self.live)]
        wants = max(int(share * build.granted_bytes), build.used_bytes if build.torn else 0)
        if self.estimates_hold:
            build.used_bytes = min(wants, build.granted_bytes)
        elif wants > build.cap_bytes:
            self.end(build)
        else:
            build.used_bytes = wants

    @precondition(lambda self: self.live)
    @rule(pick=PICK)
    def finish(self, pick: int) -> None:
        self.end(self.live[pick % len(self.live)])

    @precondition(lambda self: self.builds)
    @rule(pick=PICK, size=SIZES)
    def finish_and_start(self, pick: int, size: int) -> None:
        self.host.carry_over(self.builds[pick % len(self.builds)], start_bytes=size)

    @precondition(lambda self: self.starts)
    @rule(pick=PICK)
    def be_well(self, pick: int) -> None:
        start = self.starts[pick % len(self.starts)]
        self.end(start)
        if self.host.others_bytes + start.used_bytes <= MOST_OTHERS_BYTES:
            self.host.others_bytes += start.used_bytes

    @precondition(lambda self: self.host.others_bytes)
    @rule(share=st.floats(0, 1))
    def take_down(self, share: float) -> None:
        self.host.others_bytes = int(self.host.others_bytes * share)

    @precondition(lambda self: self.builds)
    @rule(pick=PICK)
    def kill_the_deploy(self, pick: int) -> None:
        """Steps of its build stay in the engine for a while."""
        build = self.builds[pick % len(self.builds)]
        build.orphaned = True
        build.granted_bytes = build.cap_bytes = build.used_bytes
        if build.used_bytes == 0:
            self.end(build)

    @precondition(lambda self: self.left_over)
    @rule(pick=PICK)
    def steps_end(self, pick: int) -> None:
        self.end(self.left_over[pick % len(self.left_over)])

    @precondition(lambda self: self.builds)
    @rule(pick=PICK)
    def tear_the_note(self, pick: int) -> None:
        build = self.builds[pick % len(self.builds)]
        if not build.torn:
            build.torn = True
            build.granted_bytes = min(build.granted_bytes, int(build.used_bytes * FOREIGN_FACTOR))
            build.cap_bytes = build.granted_bytes

    @rule(size=SIZES)
    def foreign_build_begins(self, size: int) -> None:
        if int(size * FOREIGN_FACTOR) <= self.not_promised_bytes:
            self.host.foreign_bytes.append(size)
            self.foreign_most.append(int(size * FOREIGN_FACTOR))

    @precondition(lambda self: self.host.foreign_bytes)
    @rule(pick=PICK)
    def foreign_build_grows(self, pick: int) -> None:
        place = pick % len(self.host.foreign_bytes)
        self.host.foreign_bytes[place] = self.foreign_most[place]

    @precondition(lambda self: self.host.foreign_bytes)
    @rule(pick=PICK)
    def foreign_build_ends(self, pick: int) -> None:
        place = pick % len(self.host.foreign_bytes)
        del self.host.foreign_bytes[place], self.foreign_most[place]

    @rule(share=st.sampled_from([0.0, 0.0, 0.5]))
    def pressure(self, share: float) -> None:
        self.host.pressure_share = share

    @invariant()
    def no_grant_is_lost_or_doubled(self) -> None:
        assert self.came == self.left + len(self.queue) + self.host.granted
        hubs = [build.hub for build in self.host.inside if not build.starts]
        assert len(hubs) == len(set(hubs))

    @invariant()
    def no_more_run_than_were_asked_for(self) -> None:
        assert self.host.limits.jobs is None or len(self.builds) <= self.host.limits.jobs

    @invariant()
    def never_over_the_limit_when_estimates_hold(self) -> None:
        """One that did not fit was let in alone, and may have the reserve."""
        if self.estimates_hold:
            alone = len(self.host.inside) == 1
            assert self.not_promised_bytes + (RESERVE_BYTES if alone else 0) >= 0

    @invariant()
    def never_out_of_memory_when_caps_hold(self) -> None:
        most = sum(max(build.cap_bytes, build.used_bytes) for build in self.host.inside)
        assert self.host.others_bytes + most + sum(self.foreign_most) <= TOTAL_BYTES

    def teardown(self) -> None:
        """Whatever happened: once those who are in the way have ended, everybody who waits comes in, in their order."""
        self.host.pressure_share = 0.0
        for head in self.queue:
            for _ in range(1 + len(self.host.inside) + len(self.host.foreign_bytes)):
                decision = self.host.ask(head)
                if decision.admitted:
                    break
                self.clear(decision)
            assert decision.admitted
            self.host.let_in(head, decision)

    def clear(self, decision: Decision) -> None:
        self.someone_is_in_the_way(decision)
        ids = {build.id for build in decision.waits_for}
        hubs = {build.hub for build in decision.waits_for if not build.id}
        self.host.inside = [
            build for build in self.host.inside if (build.hub not in hubs if build.orphaned else str(build.number) not in ids)
        ]
        places = {pid for build in decision.waits_for_foreign for pid in build.pids}
        self.host.foreign_bytes = [held for place, held in enumerate(self.host.foreign_bytes) if place not in places]

    def someone_is_in_the_way(self, decision: Decision) -> None:
        assert decision.waits_for or decision.waits_for_foreign
        assert set(decision.waits_for) <= set(self.host.running())
        assert set(decision.waits_for_foreign) <= set(self.host.foreign)
        assert (decision.missing_bytes > 0) == (decision.why is Why.MEMORY)

    def end(self, build: SimulatedBuild) -> None:
        self.host.inside.remove(build)

    @property
    def live(self) -> list[SimulatedBuild]:
        return [build for build in self.host.inside if not build.orphaned]

    @property
    def builds(self) -> list[SimulatedBuild]:
        return [build for build in self.live if not build.starts]

    @property
    def starts(self) -> list[SimulatedBuild]:
        return [build for build in self.host.inside if build.starts]

    @property
    def left_over(self) -> list[SimulatedBuild]:
        return [build for build in self.host.inside if build.orphaned]

    @property
    def not_promised_bytes(self) -> int:
        ours = sum(max(build.granted_bytes, build.used_bytes) for build in self.host.inside)
        return TOTAL_BYTES - RESERVE_BYTES - self.host.others_bytes - ours - sum(self.foreign_most)


TestGate = Gate.TestCase
TestGate.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
