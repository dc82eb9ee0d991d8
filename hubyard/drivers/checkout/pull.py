"""Fast-forward to a remote's branch, or nothing at all."""

from dataclasses import dataclass
from pathlib import Path

from hubyard.checkout.git_words import failure, overwritten, without_credentials
from hubyard.checkout.port import CheckoutState, Pulled
from hubyard.checkout.status import SHORT, Ahead, parse_counts
from hubyard.drivers.checkout.git import run_git, ssh_command
from hubyard.drivers.programs import ProgramExit
from hubyard.errors import BranchDiverged, LocalChanges, PullFailed, WrongBranch
from hubyard.host.port import Clock

SHOWN_FILES = 5


@dataclass(frozen=True, kw_only=True)
class Pull:
    """`end_s` on the clock's monotonic hand. Raises what `Checkouts.pull` does."""

    folder: Path
    hub: str
    remote: str
    end_s: float
    clock: Clock

    def run(self, state: CheckoutState, wanted: str | None) -> Pulled:
        branch = wanted or state.branch
        if branch is None or state.branch != branch:
            raise WrongBranch(hub=self.hub, checkout=self.folder, branch=state.branch or "(detached HEAD)", expected=branch or "a branch")
        if state.changed_files:
            raise self._local_changes(state.changed_files)
        before = self._head()
        fetched = self._fetch(branch)
        ahead = self._ahead(fetched)
        if ahead.ours and ahead.theirs:
            raise BranchDiverged(hub=self.hub, checkout=self.folder, branch=branch, ahead=ahead.ours, behind=ahead.theirs)
        if ahead.theirs:
            self._fast_forward(fetched)
        return Pulled(before=before, after=self._head())

    def _fetch(self, branch: str) -> str:
        """What the remote's branch is now, whatever its name here is. Fetching changes no file of the working copy."""
        ssh = ssh_command(self.folder, limit_s=self._left_s())
        ran = self._git("fetch", "--quiet", "--no-auto-gc", "--end-of-options", self.remote, f"refs/heads/{branch}", ssh=ssh)
        if not ran.good:
            raise self._failed(ran)
        return self._said(self._git("rev-parse", "--verify", "FETCH_HEAD^{commit}")).strip()

    def _ahead(self, fetched: str) -> Ahead:
        return parse_counts(self._said(self._git("rev-list", "--left-right", "--count", f"HEAD...{fetched}")))

    def _fast_forward(self, fetched: str) -> None:
        ran = self._git("merge", "--ff-only", "--quiet", "--no-autostash", fetched)
        if in_the_way := overwritten(ran.errors):
            raise self._local_changes(in_the_way)
        self._said(ran)

    def _head(self) -> str:
        return self._said(self._git("rev-parse", "--verify", "HEAD")).strip()[:SHORT]

    def _git(self, *words: str, ssh: str | None = None) -> ProgramExit:
        return run_git(self.folder, words, limit_s=self._left_s(), ssh=ssh)

    def _left_s(self) -> float:
        return max(0.1, self.end_s - self.clock.monotonic_s())

    def _said(self, ran: ProgramExit) -> str:
        if not ran.good:
            raise self._failed(ran)
        return ran.output

    def _failed(self, ran: ProgramExit) -> PullFailed:
        detail = "it did not end in time" if ran.status is None else failure(ran.errors)
        return PullFailed(hub=self.hub, remote=without_credentials(self.remote), detail=detail)

    def _local_changes(self, files: tuple[str, ...]) -> LocalChanges:
        more = f" (+{len(files) - SHOWN_FILES})" if len(files) > SHOWN_FILES else ""
        return LocalChanges(hub=self.hub, checkout=self.folder, files=", ".join(files[:SHOWN_FILES]) + more)
