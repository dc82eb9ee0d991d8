"""The new in the place of the old, and the old back where the new does not answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from hubyard.drivers.signals import held
from hubyard.errors import GatewayFailed, PortTaken
from hubyard.gateway.caddyfile import MARK_PATH, mark_of
from hubyard.gateway.container import CADDYFILE, CANDIDATE, GatewayContainer, complaint, find_command, reload_command, validate_command

if TYPE_CHECKING:
    from hubyard.deploy.values import Files
    from hubyard.drivers.gateway.containers import Containers, Ran
    from hubyard.gateway.port import Probe
    from hubyard.host.port import Clock

READY_S: Final = 20.0
"""From the start of the container, or the reload, to the first answer; it takes 0.3 s."""
ASK_S: Final = 1.0
ASK_EVERY_S: Final = 0.03


class Exchange:
    """Towards the container `wanted`. The caller is alone in its folder."""

    def __init__(
        self,
        wanted: GatewayContainer,
        *,
        containers: "Containers",
        files: "Files",
        probe: "Probe",
        clock: "Clock",
        ready_s: float = READY_S,
    ) -> None:
        self._wanted, self._containers, self._files = wanted, containers, files
        self._probe, self._clock, self._ready_s = probe, clock, ready_s
        self._file = wanted.folder / CADDYFILE

    def runs(self, text: str) -> bool:
        """Caddy itself says which file it runs, whatever became of the file since."""
        return self._files.read(self._file) == text and self._answers(text)

    def put_up(self, text: str) -> None:
        """A new container. Raises PortTaken, GatewayFailed; what stood there before runs again then."""
        arguments, name, aside = self._wanted.arguments(), self._wanted.name, self._wanted.aside
        self._check(text, lambda: self._containers.run_once(arguments, validate_command(CANDIDATE)))
        with held():  # a Ctrl-C in here would leave the yard without a gateway
            self._containers.remove(aside)  # of an exchange that was killed
            self._containers.put_aside(name, aside)
            try:
                with self._file_holding(text):
                    self._start()
                    self._await(text)
            except Exception:
                self._containers.remove(name)
                self._containers.put_back(aside, name)
                raise
            self._containers.remove(aside)

    def reload(self, text: str) -> None:
        """A new file for the container that runs. Raises GatewayFailed; the old one goes on running then."""
        name = self._wanted.name
        self._files.write(self._wanted.folder / CANDIDATE, text)
        if self._containers.execute(name, find_command(mark_of(text), CANDIDATE)).status:
            self.put_up(text)  # somebody removed the folder and we made it anew: the container still has the old one
            return
        self._check(text, lambda: self._containers.execute(name, validate_command(CANDIDATE)))
        with held(), self._file_holding(text):
            ran = self._containers.execute(name, reload_command())
            if ran.status:
                raise GatewayFailed(detail=complaint(ran.output))
            self._await(text)

    def _check(self, text: str, validate: "Callable[[], Ran]") -> None:
        self._files.write(self._wanted.folder / CANDIDATE, text)
        ran = validate()
        if ran.status:
            raise GatewayFailed(detail=complaint(ran.output))

    @contextmanager
    def _file_holding(self, text: str) -> Iterator[None]:
        """With its old text again if what is done meanwhile fails: the engine may start the container anew at any time."""
        before = self._files.read(self._file)
        self._files.write(self._file, text)
        try:
            yield
        except Exception:
            if before is not None:
                self._files.write(self._file, before)
            raise

    def _start(self) -> None:
        try:
            self._containers.start_new(self._wanted.arguments(), port=self._wanted.port)
        except PortTaken as error:  # between our look and the start
            others = self._containers.publishers(self._wanted.port)
            raise PortTaken(port=error.port, holder=f"container {others[0]}" if others else "") from None

    def _await(self, text: str) -> None:
        end_s = self._clock.monotonic_s() + self._ready_s
        while not self._answers(text):
            found = self._containers.find(self._wanted.name)
            if found is None or not found.running or self._clock.monotonic_s() > end_s:
                raise GatewayFailed(detail=complaint(self._containers.tail(self._wanted.name)))
            self._clock.sleep(ASK_EVERY_S)

    def _answers(self, text: str) -> bool:
        answer = self._probe.get(f"http://127.0.0.1:{self._wanted.port}{MARK_PATH}", limit_s=ASK_S)
        return answer.good and answer.body == mark_of(text) != ""
