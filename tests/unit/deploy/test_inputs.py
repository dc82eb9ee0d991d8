"""What changes a digest, and what must not."""

from dataclasses import replace
from pathlib import Path

from hubyard.deploy.inputs import build_inputs, run_inputs
from hubyard.engine.port import BuildSecret, BuildSection
from tests.unit.deploy.conftest import SECTION, service


def digest(section: BuildSection = SECTION, *, context: str = "c", dockerfile: str = "d", base: str = "b") -> str:
    return build_inputs(section, context_digest=context, dockerfile_digest=dockerfile, bases={"node:24-slim": base})


def test_build_inputs_change_with_each_thing_an_image_is_made_of() -> None:
    changed = {
        digest(),
        digest(context="x"),
        digest(dockerfile="x"),
        digest(base="x"),
        digest(replace(SECTION, target="x")),
        digest(replace(SECTION, args={"A": "1"})),
        digest(replace(SECTION, secrets=(BuildSecret(id="npmrc", file=Path("/a")),))),
    }
    assert len(changed) == 7


def test_build_inputs_where_a_secret_lies_does_not_count() -> None:
    here, there = (replace(SECTION, secrets=(BuildSecret(id="npmrc", file=Path(place)),)) for place in ("/here", "/there"))
    assert digest(here) == digest(there)


def test_run_inputs_change_with_environment_override_and_env_files_but_not_with_the_build() -> None:
    one = service()

    def run(section: dict[str, object], override: str = "o", env: str = "e") -> str:
        return run_inputs(replace(one, section=section), override={"image": override}, env_digests=[env])

    assert run({"build": {"context": "/x"}, "image": "a"}) == run({"build": {"context": "/y"}, "image": "b"})
    assert len({run({}), run({"environment": {"A": "2"}}), run({}, override="x"), run({}, env="x")}) == 4
