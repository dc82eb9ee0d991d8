from pathlib import Path

import pytest

from hubyard.adoption.compose_files import choose_compose, overlays

ROOT = Path("/srv")


def builds(*services: str) -> str:
    return "services:\n" + "".join(f"  {one.split('/')[-1]}:\n    build: {one}\n" for one in services)


CASES = {  # texts, Dockerfiles, (files, directory) in order
    "own_folder": ({"compose.yaml": builds(".")}, ["Dockerfile"], [("compose.yaml", "")]),
    "folder_above": ({"a/compose.yaml": builds("./a", "./b")}, ["a/Dockerfile", "b/Dockerfile"], [("a/compose.yaml", "")]),
    "own_folder_of_equals": ({"a/compose.yaml": builds("./a")}, ["a/Dockerfile", "a/a/Dockerfile"], [("a/compose.yaml", "a")]),
    "override_goes_with_its_file": (
        {"compose.yaml": builds("."), "compose.override.yaml": "services: {}"},
        ["Dockerfile"],
        [("compose.yaml compose.override.yaml", "")],
    ),
    "most_first": (
        {"a/compose.yaml": builds("."), "a/docker-compose.all.yml": builds("./a", "./b")},
        ["a/Dockerfile", "b/Dockerfile"],
        [("a/docker-compose.all.yml", ""), ("a/compose.yaml", "a")],
    ),
    "development_last": (
        {"docker-compose.dev.yml": builds("."), "docker-compose.prod.yml": builds(".")},
        ["Dockerfile"],
        [("docker-compose.prod.yml", ""), ("docker-compose.dev.yml", "")],
    ),
    "compose_s_own_name_first": (
        {"compose.a.yaml": builds("."), "docker-compose.yml": builds(".")},
        ["Dockerfile"],
        [("docker-compose.yml", ""), ("compose.a.yaml", "")],
    ),
    "without_builds_only_where_none_builds": (
        {"a/compose.yaml": "services: {db: {image: x}}", "compose.yaml": builds(".")},
        ["Dockerfile"],
        [("compose.yaml", "")],
    ),
    "included_ones_are_a_part": (
        {
            "compose.yaml": "include: [a/compose.yaml, {path: [b/compose.yaml]}]",
            "a/compose.yaml": builds("."),
            "b/compose.yaml": builds("."),
        },
        ["a/Dockerfile", "b/Dockerfile"],
        [("compose.yaml", "")],
    ),
    "included_in_a_circle": ({"compose.yaml": "include: [a.yml]", "a.yml": "include: [compose.yaml]"}, [], [("compose.yaml", "")]),
    "extended_ones_count": (
        {
            "compose.yaml": "services: {web: {extends: {file: base.yml, service: web}}, db: {extends: web}}",
            "base.yml": builds("./a"),
            "compose.dev.yaml": builds("./a"),
        },
        ["a/Dockerfile"],
        [("compose.yaml", ""), ("compose.dev.yaml", "")],
    ),
    "broken_alone_is_left_to_compose": ({"compose.yaml": "services: [\n"}, [], [("compose.yaml", "")]),
    "no_mapping": ({"compose.yaml": "- a\n"}, [], [("compose.yaml", "")]),
    "tags_of_compose": ({"compose.yaml": builds(".") + "    ports: !reset []\n"}, ["Dockerfile"], [("compose.yaml", "")]),
}


@pytest.mark.parametrize(("texts", "dockerfiles", "chosen"), CASES.values(), ids=CASES)
def test_choose_compose(texts: dict[str, str], dockerfiles: list[str], chosen: list[tuple[str, str]]) -> None:
    there = {ROOT / file for file in dockerfiles}
    known = {ROOT / name: text for name, text in texts.items()}
    files = [file for file in known if "compose" in file.name]
    found = choose_compose(files, known, folder=ROOT, exists=there.__contains__)
    assert [(choice.files, choice.directory) for choice in found] == [
        (tuple(ROOT / file for file in files.split()), ROOT / directory) for files, directory in chosen
    ]


OVERLAYS = {  # names of files, which services they have, what is told
    "production": (
        {"docker-compose.yml": builds("./web"), "docker-compose.prod.yml": "services: {web: {restart: always}}"},
        ["docker-compose.prod.yml"],
    ),
    "development": ({"compose.yaml": builds("./web"), "compose.dev.yaml": "services: {web: {command: x}}"}, []),
    "builds_by_itself": ({"compose.yaml": builds("./web"), "compose.prod.yaml": builds("./web")}, []),
    "of_other_services": ({"compose.yaml": builds("./web"), "compose.db.yaml": "services: {db: {image: x}}"}, []),
    "override_is_in_it": ({"compose.yaml": builds("./web"), "compose.override.yaml": "services: {web: {}}"}, []),
    "elsewhere": ({"compose.yaml": builds("./web"), "a/compose.yaml": "services: {web: {}}"}, []),
}


@pytest.mark.parametrize(("texts", "over"), OVERLAYS.values(), ids=OVERLAYS)
def test_overlays(texts: dict[str, str], over: list[str]) -> None:
    known = {ROOT / name: text for name, text in texts.items()}
    chosen = choose_compose(list(known), known, folder=ROOT, exists=lambda _: True)[:1]
    assert overlays(list(known), known, chosen=chosen) == [(*chosen[0].files, ROOT / name) for name in over]


def test_choose_compose_keeps_the_order_of_the_text_and_of_anchors() -> None:
    text = "x-a: &a {build: ./z}\nservices:\n  z: *a\n  b: {build: {context: ./b, dockerfile: D}}\n  c: {build: '${C}'}\n  d: {build: 'https://h/x.git'}\n"
    (choice,) = choose_compose([ROOT / "compose.yaml"], {ROOT / "compose.yaml": text}, folder=ROOT, exists=lambda _: True)
    assert choice.services == ("z", "b", "c", "d")
    assert choice.builds == {ROOT / "z/Dockerfile", ROOT / "b/D"}
