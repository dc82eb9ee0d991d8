"""What folders as people left them must give, those of this machine and those in memory."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hubyard.adoption.port import Ground
from hubyard.drivers.adoption.ground import RealGround
from hubyard.errors import AlreadyThere, NothingToAdopt
from tests.fakes.ground import FakeGround

LayOut = Callable[[dict[str, str]], Ground]


@pytest.fixture(params=["real", "fake"])
def lay_out(request: pytest.FixtureRequest, tmp_path: Path) -> LayOut:
    def real(files: dict[str, str]) -> Ground:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return RealGround()

    def fake(files: dict[str, str]) -> Ground:
        return FakeGround(files={tmp_path / name: text for name, text in files.items()})

    return real if request.param == "real" else fake


def test_compose_files_are_found_one_level_below(lay_out: LayOut, tmp_path: Path) -> None:
    ground = lay_out({"compose.yaml": "", "web/docker-compose.prod.yml": "", "web/deep/compose.yaml": "", "web/notes.yaml": ""})
    assert ground.compose_files(tmp_path) == [tmp_path / "compose.yaml", tmp_path / "web/docker-compose.prod.yml"]


def test_dockerfiles_are_found_one_level_below(lay_out: LayOut, tmp_path: Path) -> None:
    ground = lay_out({"Dockerfile": "", "web/Dockerfile": "", "web/deep/Dockerfile": ""})
    assert ground.dockerfiles(tmp_path) == [tmp_path / "Dockerfile", tmp_path / "web/Dockerfile"]


def test_text_of_a_secret_file_is_never_read(lay_out: LayOut, tmp_path: Path) -> None:
    ground = lay_out({".env": "A=secret", ".env.staging": "A=secret", "a.js": "code"})
    assert [ground.text(tmp_path / name) for name in (".env", ".env.staging", "a.js", "none")] == ["", "", "code", ""]


def test_sources_are_code_without_the_folders_left_out(lay_out: LayOut, tmp_path: Path) -> None:
    ground = lay_out({"src/a.js": "a", "gateway/b.js": "b", "README.md": "c", ".env": "d"})
    assert ground.sources(tmp_path, without=[tmp_path / "gateway"]) == {tmp_path / "src/a.js": "a"}


def test_sources_of_a_file_are_itself(lay_out: LayOut, tmp_path: Path) -> None:
    ground = lay_out({"nginx.conf": "location /"})
    assert ground.sources(tmp_path / "nginx.conf") == {tmp_path / "nginx.conf": "location /"}


def test_texts_are_all_files_below(lay_out: LayOut, tmp_path: Path) -> None:
    ground = lay_out({"t/b/a.ts": "1", "t/.npmrc": "2", "u/c": "3"})
    assert ground.texts(tmp_path / "t") == {".npmrc": "2", "b/a.ts": "1"}


def test_resolve_no_folder_is_told(lay_out: LayOut, tmp_path: Path) -> None:
    with pytest.raises(NothingToAdopt):
        lay_out({"a": ""}).resolve(str(tmp_path / "b"))


def test_yard_is_none_until_there_is_one(lay_out: LayOut, tmp_path: Path) -> None:
    ground = lay_out({"x/a.js": ""})
    assert ground.yard(tmp_path / "yard") is None
    ground.write({tmp_path / "yard/web/hub.toml": 'service = "web"\n'})
    yard = ground.yard(tmp_path / "yard")
    assert yard is not None
    assert [hub.name for hub in yard.hubs] == ["web"]


def test_write_never_overwrites(lay_out: LayOut, tmp_path: Path) -> None:
    ground = lay_out({"yard/web/hub.toml": "mine"})
    with pytest.raises(AlreadyThere) as caught:
        ground.write({tmp_path / "yard/new/hub.toml": "a", tmp_path / "yard/web/hub.toml": "b"})
    assert caught.value.file == tmp_path / "yard/web/hub.toml"
    assert (ground.text(tmp_path / "yard/web/hub.toml"), ground.exists(tmp_path / "yard/new")) == ("mine", False)
