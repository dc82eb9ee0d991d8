"""Hubs with a remote: pulled by fast-forward, and local work is never touched."""

from collections.abc import Callable

import pytest

from tests.integration.machine.toy import setting
from tests.integration.machine.yard import ToyYard

GIT = "git -c user.name=other -c user.email=other@hubyard.invalid"


@pytest.fixture
def remote_yard(yard: ToyYard) -> ToyYard:
    """A toy hub whose checkout has a remote at `<yard>/origin.git`."""
    yard.add("toy", setting('remote = "origin"\nbranch = "main"'))
    origin = f"{yard.folder}/origin.git"
    script = f"git clone -q --bare . {origin}; git remote add origin {origin}; git fetch -q; git branch -qu origin/main"
    yard.machine.shell(script, folder=yard.place("toy"))
    return yard


def push_from_elsewhere(yard: ToyYard) -> str:
    """The new revision on the remote."""
    script = f"""
    rm -rf {yard.folder}/elsewhere; git clone -q {yard.folder}/origin.git {yard.folder}/elsewhere; cd {yard.folder}/elsewhere
    sed -i 's/toy listens/toy now listens/' server.js; {GIT} commit -qam elsewhere; git push -q origin main; git rev-parse HEAD
    """
    return yard.machine.shell(script)


def test_new_revision_is_pulled_and_deployed(remote_yard: ToyYard) -> None:
    remote_yard.deploy("toy")
    revision = push_from_elsewhere(remote_yard)
    remote_yard.deploy("toy")
    assert revision.startswith(remote_yard.health("toy")["revision"])


def local_change(yard: ToyYard) -> str:
    yard.machine.shell("echo // mine >> server.js", folder=yard.place("toy"))
    return "server.js"


def diverged(yard: ToyYard) -> str:
    yard.machine.shell("git commit --allow-empty -qm mine", folder=yard.place("toy"))
    push_from_elsewhere(yard)
    return "main"


def other_branch(yard: ToyYard) -> str:
    yard.machine.shell("git switch -qc feature", folder=yard.place("toy"))
    return "feature"


REFUSED = {"local_change": local_change, "diverged": diverged, "other_branch": other_branch}


@pytest.mark.parametrize("trouble", REFUSED.values(), ids=REFUSED)
def test_local_work_is_never_touched(remote_yard: ToyYard, trouble: Callable[[ToyYard], str]) -> None:
    word = trouble(remote_yard)
    state = "git rev-parse HEAD; git status --porcelain; git diff"
    before = remote_yard.machine.shell(state, folder=remote_yard.place("toy"))
    ran = remote_yard.invoke("deploy", "--hub=toy")
    assert (ran.status, word in ran.text) == (5, True), ran.text
    assert remote_yard.machine.shell(state, folder=remote_yard.place("toy")) == before
    assert remote_yard.image_ids("toy") == {}


def unreachable(yard: ToyYard) -> str:
    yard.machine.shell("git remote set-url origin git://127.0.0.1:9/toy.git", folder=yard.place("toy"))
    return "refused"


def asks_for_a_password(yard: ToyYard) -> str:
    """An HTTP server that wants a name: git would ask the terminal, and wait there."""
    script = """
import http.server
class Asks(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(401)
        self.send_header("WWW-Authenticate", "Basic realm=git")
        self.send_header("Content-Length", "0")
        self.end_headers()
print("listens", flush=True)
http.server.HTTPServer(("127.0.0.1", 8401), Asks).serve_forever()
"""
    yard.machine.write("/tmp/asks.py", script)
    yard.machine.start("python3", "/tmp/asks.py").wait_for("listens")
    yard.machine.shell("git remote set-url origin http://127.0.0.1:8401/toy.git", folder=yard.place("toy"))
    return "toy"


def gone(yard: ToyYard) -> str:
    yard.machine.shell(f"rm -rf {yard.folder}/origin.git")
    return "origin"


FAILED = {"unreachable": unreachable, "asks_for_a_password": asks_for_a_password, "gone": gone}


@pytest.mark.parametrize("trouble", FAILED.values(), ids=FAILED)
def test_remote_that_cannot_be_pulled_is_said(remote_yard: ToyYard, trouble: Callable[[ToyYard], str]) -> None:
    word = trouble(remote_yard)
    ran = remote_yard.invoke("deploy", "--hub=toy", limit_s=60)
    assert (ran.status, word in ran.text) == (2, True), ran.text
    assert remote_yard.image_ids("toy") == {}


def test_daemon_that_a_hook_leaves_behind_holds_no_lock(remote_yard: ToyYard) -> None:
    """A post-merge hook that starts a process which never ends, with every descriptor it was given."""
    hook = "#!/bin/sh\nsetsid sleep 314 >/dev/null 2>&1 </dev/null &\necho $! >/tmp/daemon.pid\n"
    remote_yard.machine.write(f"{remote_yard.place('toy')}/.git/hooks/post-merge", hook)
    remote_yard.machine.shell("chmod +x .git/hooks/post-merge", folder=remote_yard.place("toy"))
    push_from_elsewhere(remote_yard)
    remote_yard.deploy("toy")
    assert remote_yard.machine.must("ps", "-o", "args=", "-p", remote_yard.machine.must("cat", "/tmp/daemon.pid")) == "sleep 314"
    remote_yard.deploy("toy", "--no-wait")
    remote_yard.machine.shell("kill $(cat /tmp/daemon.pid)")
