"""Builds: from the order to the exit, told as it goes, with a log of all that was printed."""

import os
import time
from typing import TYPE_CHECKING

from hubyard.drivers.engine.build_process import run_build
from hubyard.drivers.engine.build_watch import BuildWatch
from hubyard.engine.build_command import build_argv, inherited_proxies
from hubyard.engine.build_output import BuildOutput, Sign, Step, plain
from hubyard.engine.events import BuildMemoryRead, BuildStep
from hubyard.engine.kill_news import KillNews, OnKill, nobody
from hubyard.engine.port import BuildExit, BuildMemory, BuildOrder
from hubyard.engine.step_times import StepTimes
from hubyard.errors import DiskFull, EngineLost, EngineMissing, PluginMissing
from hubyard.gate.watchdog import judge

if TYPE_CHECKING:
    from hubyard.drivers.engine.build_logs import BuildLog, BuildLogs
    from hubyard.drivers.engine.caps import Caps
    from hubyard.drivers.engine.connection import Connection
    from hubyard.drivers.engine.watchdog import Judge
    from hubyard.events import Tell
    from hubyard.host.cgroup_tree import CgroupTree

NO_PLUGIN = ("'buildx' is not a docker command", "unknown command: docker buildx", "unknown flag: --builder", "unknown shorthand flag")


class Builds:
    """`tree` are the host's cgroups, None where there are none: then builds go without a limit and unmeasured. `judge` is the watchdog."""

    def __init__(
        self, connection: "Connection", *, logs: "BuildLogs", tell: "Tell", tree: "CgroupTree | None", caps: "Caps", judge: "Judge" = judge
    ) -> None:
        self._connection = connection
        self._logs = logs
        self._tell = tell
        self._tree = tree
        self._caps = caps
        self._judge = judge

    def build(self, order: BuildOrder, *, ticket_fd: int, on_kill: OnKill = nobody) -> BuildExit:
        """Raises EngineLost, DiskFull, PluginMissing; any other failure is a value."""
        self._caps.ensure(order.cgroup_parent, order.cap_bytes)
        argv = build_argv(order, prefix=prefix(), builder=self._connection.address.context, inherited=inherited_proxies(os.environ))
        output, times = BuildOutput(), StepTimes()
        with (
            self._logs.begin(order) as log,
            KillNews(times=times, on_kill=on_kill) as news,
            BuildWatch(self._tree, parent=order.cgroup_parent, judge=self._judge, as_root=self._caps.as_root, news=news) as watch,
        ):

            def hear(line: str | None) -> None:
                if line is not None:
                    watch.hear()
                    log.write(plain(line))
                    times.feed(line, at_s=time.monotonic())
                news.tell()
                self._tell_step(order, output.settle() if line is None else output.feed(line))
                self._tell_memory(order, watch)

            status = run_build(
                argv,
                ticket_fd=ticket_fd,
                limit_s=order.limit_s,
                hear=hear,
                stop=lambda: watch.thrashing,
                variables=order.section.variables,
            )
            log.end(status)
        memory = watch.memory(times.steps(), sigkilled=output.sigkilled_step, ended=status is None)
        if status:
            self._must_be_the_builds_own_fault(output)
        return exit_of(status, output, log, memory)

    def _tell_memory(self, order: BuildOrder, watch: BuildWatch) -> None:
        used_bytes = watch.news()
        if used_bytes is not None:
            self._tell(BuildMemoryRead(hub=order.hub, used_bytes=used_bytes, cap_bytes=watch.cap_bytes or 0))

    def _tell_step(self, order: BuildOrder, step: Step | None) -> None:
        if step is not None:
            self._tell(BuildStep(hub=order.hub, name=step.name, cached=step.cached))

    def _must_be_the_builds_own_fault(self, output: BuildOutput) -> None:
        last = output.tail()[-1] if output.tail() else ""
        if any(sign in last for sign in NO_PLUGIN):
            raise PluginMissing(plugin="buildx")
        if Sign.ENGINE_LOST in output.signs() or (not output.failed_step and not self._connection.answers()):
            raise EngineLost(during="build", detail=last)
        if Sign.DISK_FULL in output.signs():
            raise DiskFull(during="build", detail=output.failed_step or last)


def exit_of(status: int | None, output: BuildOutput, log: "BuildLog", memory: BuildMemory) -> BuildExit:
    return BuildExit(
        status=status,
        failed_step=output.failed_step,
        tail=output.tail() if status != 0 else (),
        log=log.path,
        elapsed_s=log.elapsed_s,
        steps_cached=output.steps_cached,
        steps_run=output.steps_run,
        network_trouble=status != 0 and Sign.NETWORK in output.signs(),
        sigkilled_child=output.sigkilled_child,
        memory=memory,
    )


def prefix() -> tuple[str, ...]:
    from python_on_whales import DockerClient  # noqa: PLC0415  150 ms, only where something is built
    from python_on_whales.client_config import ClientNotFoundError  # noqa: PLC0415

    try:
        return tuple(str(word) for word in DockerClient().buildx.docker_cmd)
    except ClientNotFoundError:
        raise EngineMissing(address="", detail="no_docker_program") from None
