"""What the kernel printed about one time that memory ran out; filled line by line, in whatever order they come."""

from dataclasses import dataclass, field, replace
from typing import Final

from hubyard.host.oom.lines import OomLine, Shape
from hubyard.host.oom.values import Moment

FAR_S: Final = 120.0
"""Lines further apart are of different reports. One report takes seconds to print on a slow console."""
NEAR_S: Final = 5.0
"""Between who is announced and who is killed there is no other line."""
BESIDE_S: Final = 0.1
"""Between who is chosen and who is killed, likewise."""


@dataclass(kw_only=True)
class Death:
    """A process that the report kills.

    line: of the kill itself, or where that is missing of who was chosen
    killed: the line with what it held
    """

    line: OomLine
    killed: OomLine | None = None
    of_group: bool | None = None
    cgroup: str | None = None

    def is_named_as(self, other: "Death") -> bool:
        """Whether it may be the other by its name, which may be cut off; and a process may have changed it until it was reaped."""
        return self.line.comm in {None, other.line.comm} or self.line.shape is Shape.REAPED


@dataclass(kw_only=True)
class Report:
    """One report. What no line says is None.

    asked: who invoked the killer; asker: its number, and its name once more; manual: it was somebody with SysRq-f
    task_in: the group of who is to be killed ("Task in ..."; of 2.6.36 and later: before, it was the asker's, but no Docker ran there)
    summary_cut: the summary, where it ends within who that is
    announced: "Kill process": maybe a thread of who dies, or its parent
    killed_group: all in it die (memory.oom.group)
    nobody: there was none to kill
    """

    lines: list[OomLine] = field(default_factory=list)
    asked: OomLine | None = None
    asker: OomLine | None = None
    cpuset: str | None = None
    manual: bool = False
    of_group: bool | None = None
    task_in: str | None = None
    summary_cut: OomLine | None = None
    over_limit: str | None = None
    limit_bytes: int | None = None
    announced: OomLine | None = None
    killed_group: str | None = None
    deaths: list[Death] = field(default_factory=list)
    has_killed: bool = False
    nobody: bool = False
    panic: bool = False
    _by_pid: dict[int | None, Death] = field(default_factory=dict)

    @property
    def asker_comm(self) -> str | None:
        """A text may begin within the name; the next line has it whole."""
        return None if self.asked is None else self.asker.comm if self.asker else self.asked.comm

    @property
    def is_old(self) -> bool:
        """Of 3.8 or before, which print the host's memory in a group's report too: there it does not say whose limit it was."""
        asked, asker = (line.record.message if line else "" for line in (self.asked, self.asker))
        return "oom_adj=" in asked or "oomkilladj=" in asked or asker.startswith("Pid:")

    @property
    def chosen_in(self) -> str | None:
        """The group of who is to be killed, where no line says who that is."""
        return self.task_in or (self.summary_cut.cgroup if self.summary_cut else None)

    def _group_of_cut(self, line: OomLine) -> str | None:
        """By the summary, if what is left of its task is of that line's."""
        cut = self.summary_cut
        return cut.cgroup if cut and cut.comm and f"{line.comm},pid={line.pid},uid=".startswith(cut.comm) else None

    @property
    def when(self) -> Moment | None:
        return next((line.record.when for line in self.lines if line.record.when), None)

    def is_far_from(self, line: OomLine) -> bool:
        last = self.lines[-1].record.when
        return bool(last and (last.apart_s(line.record.when) or 0.0) > FAR_S)

    def death_of(self, line: OomLine) -> Death | None:
        return self._by_pid.get(line.pid)

    def contradicts(self, line: OomLine) -> bool:
        return self.of_group is not None and line.of_group is not None and self.of_group is not line.of_group

    def announces(self, line: OomLine) -> bool:
        """Whether who was announced dies by that line under another number.

        Where the kernel announces, it does not say why a second time (but before 2.6.32).
        """
        if self.announced is None or self.has_killed or line.shape is not Shape.KILLED:
            return False
        record = self.announced.record
        near = record.when is None or (record.when.apart_s(line.record.when) or 0.0) <= NEAR_S
        return near and (line.of_group is None or "and children" in record.message)

    def chose_leader_of(self, line: OomLine) -> bool:
        """Whether it kills a thread of who was just chosen: of a process whose first thread has ended, what holds the memory is killed.

        (find_lock_task_mm in __oom_kill_process.) The kernel prints nothing of a report between the two lines.
        """
        last = self.lines[-1] if self.lines else None
        if last is None or last.shape is not Shape.CHOSEN or line.shape is not Shape.KILLED or line.of_group not in {None, last.of_group}:
            return False
        apart_s = last.record.when.apart_s(line.record.when) if last.record.when else None
        return line.record.index - last.record.index == 1 if apart_s is None else apart_s <= BESIDE_S

    def is_reaped_as(self, line: OomLine) -> bool:
        """Whether the reaper names who died for the chosen one, where the line of the kill is missing: `grep oom` leaves it out."""
        if self.has_killed or line.shape is not Shape.REAPED or len(self.deaths) != 1:
            return False
        chosen = self.deaths[0].line.record
        apart_s = chosen.when.apart_s(line.record.when) if chosen.when else None
        return line.record.index - chosen.index == 1 if apart_s is None else apart_s <= NEAR_S

    def announces_late(self, line: OomLine) -> bool:
        """Whether the line announces who was killed just before: a thread of it, in a log that is told backwards."""
        killed = self.deaths[-1].killed if len(self.deaths) == 1 else None
        if line.shape is not Shape.ANNOUNCED or self.announced or killed is None or killed.comm != line.comm or killed.of_group is not None:
            return False
        apart_s = killed.record.when.apart_s(line.record.when) if killed.record.when else None
        return apart_s is not None and apart_s <= 1

    def add(self, line: OomLine) -> None:
        if self.of_group is None and not (line.shape is Shape.HOST_MEMORY and self.is_old):
            self.of_group = line.of_group
        self._add_asker(line)
        match line.shape:
            case Shape.TASK_IN | Shape.OVER_LIMIT:
                self.task_in, self.over_limit = self.task_in or line.cgroup, self.over_limit or line.over_limit
            case Shape.MEMORY_LIMIT:
                self.limit_bytes = line.limit_bytes if self.limit_bytes is None else self.limit_bytes
            case Shape.SUMMARY_CUT:
                self.over_limit = line.over_limit or self.over_limit
                self.summary_cut = line
            case Shape.CHOSEN | Shape.ANNOUNCED | Shape.KILLED | Shape.KILLED_TOO | Shape.REAPED:
                self.over_limit = line.over_limit or self.over_limit
                self._add_death(line)
            case Shape.GROUP:
                self.killed_group = line.cgroup
            case Shape.NOBODY:
                self.nobody = True
            case Shape.SPARED:
                self._spare(line)
            case Shape.PANIC:
                self.panic = True
        self.lines.append(line)  # last: what was before it is asked for meanwhile

    def _add_asker(self, line: OomLine) -> None:
        its_own = self.asked is None or _is_end_of(self.asked.comm, line.comm)
        match line.shape:
            case Shape.ASKED:
                self.asked = line
            case Shape.MANUAL:
                self.manual = True
                self.asked = self.asked or (line if line.comm else None)
            case Shape.ASKER_PID if its_own:
                self.asker = self.asker or line
            case Shape.ASKER_CPUSET if its_own:
                self.cpuset = line.cpuset
            case Shape.CHOSEN | Shape.SUMMARY_CUT:
                self.cpuset = self.cpuset or line.cpuset

    def _spare(self, line: OomLine) -> None:
        """Who was chosen went by itself before it could be killed."""
        self.nobody = True
        if self.deaths and self.deaths[-1].line.pid == line.pid and not self.deaths[-1].killed:
            self._by_pid.pop(self.deaths.pop().line.pid, None)

    def _add_death(self, line: OomLine) -> None:
        death = self.deaths[-1] if self.announces_late(line) else self.death_of(line)
        if death is None and (self.announces(line) or self.chose_leader_of(line) or self.is_reaped_as(line)):
            death = self.deaths[0]
            death.line = line
        if death is None:
            death = Death(line=line, cgroup=None if self.has_killed else self.task_in or self._group_of_cut(line))
            self.deaths.append(death)
        line, death.line = _named_like(line, death.line), _named_like(death.line, line)
        self._by_pid[line.pid] = death
        self.announced = self.announced or (line if line.shape is Shape.ANNOUNCED else None)
        self.has_killed = self.has_killed or line.shape in {Shape.KILLED, Shape.REAPED}
        if line.shape is Shape.CHOSEN:
            death.cgroup = line.cgroup
        if line.shape is Shape.KILLED:
            death.line, death.killed = (line, line) if death.killed is None else (death.line, fuller(death.killed, line))
        if death.of_group is None:
            death.of_group = line.of_group


def fuller(one: OomLine | None, other: OomLine | None) -> OomLine | None:
    """Of two lines of one kill that which says what it held; a collector may have cut the other."""
    return other if one is None or (one.anon_bytes is None and other and other.anon_bytes is not None) else one


def _named_like(line: OomLine, other: OomLine) -> OomLine:
    """A name that was cut off may stand in another line of the same process."""
    return replace(line, comm=other.comm) if line.comm is None and line.pid == other.pid else line


def _is_end_of(one: str | None, other: str | None) -> bool:
    return bool(one and other and (one.endswith(other) or other.endswith(one)))
