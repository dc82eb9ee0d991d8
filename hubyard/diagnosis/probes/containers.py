"""Containers, running or not: how they are, and what the running ones hold."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final

from hubyard.diagnosis.facts.engine import ContainerFacts, ContainersFacts
from hubyard.diagnosis.heard import Heard, Part, Unread, parts_in
from hubyard.diagnosis.probes.cgroup_memory import HELD_LINES, kills_in, memory_of
from hubyard.diagnosis.probes.reading import files_of, json_lines, never_raising, number, text_of, why_missing, words
from hubyard.diagnosis.probes.scripts import CGROUPS
from hubyard.engine.inspected import parse_moment
from hubyard.host.build_steps import SHORT, container_of

FORMAT: Final = (
    '{"id":{{json .ID}},"name":{{json .Name}},"image":{{json .Config.Image}},"state":{{json .State.Status}},'
    '"health":{{if .State.Health}}{{json .State.Health.Status}}{{else}}""{{end}},"exit":{{json .State.ExitCode}},'
    '"oom":{{json .State.OOMKilled}},"restarts":{{json .RestartCount}},"policy":{{json .HostConfig.RestartPolicy.Name}},'
    '"started":{{json .State.StartedAt}},"finished":{{json .State.FinishedAt}},"limit":{{json .HostConfig.Memory}},'
    '"check":{{with .Config.Healthcheck}}{{if .Test}}{{json (index .Test 0)}}{{else}}""{{end}}{{else}}""{{end}},'
    '"hub":{{json (index .Config.Labels "hubyard.hub")}},"project":{{json (index .Config.Labels "com.docker.compose.project")}},'
    '"service":{{json (index .Config.Labels "com.docker.compose.service")}}}'
)
"""Of the client's own type, whose `.ID` is the API's "Id": where one field is not in it, the client takes the bare answer, which has no
`.State.Health` where there is no check."""
SCRIPT: Final = (
    CGROUPS
    + f"""
inspect() {{
  [ -z "$ids" ] || docker inspect --type container --format '{FORMAT}' $ids
}}
held() {{
  set --
  for id in $ids; do
    for folder in "$cgroups"/docker/"$id" "$cgroups"/system.slice/docker-"$id".scope "$cgroups"/*/"$id" "$cgroups"/*/docker-"$id".scope \\
      "$cgroups"/*/*/"$id" "$cgroups"/*/*/docker-"$id".scope; do
      [ -d "$folder" ] || continue
      set -- "$@" "$folder/memory.max" "$folder/memory.stat" "$folder/memory.events"
      set -- "$@" "$folder/memory.limit_in_bytes" "$folder/memory.kmem.usage_in_bytes" "$folder/memory.oom_control"
      break
    done
  done
  grep -sE '{HELD_LINES}' /dev/null "$@"
  return 0
}}
part ids docker ps --all --quiet --no-trunc --last 300
[ "$part_status" = 0 ] || exit 0
ids=$part_text
part containers inspect
part held held
"""
)
BUILDER: Final = "buildx_buildkit_"
"""How buildx names its builders' containers (driver/docker-container/driver.go)."""


@never_raising
def parse(heard: Heard) -> ContainersFacts | Unread:
    """A container that was removed as we looked is an error of docker's beside the answers about the others."""
    parts = parts_in(heard)
    part = parts.get("containers")
    found = [one for one in json_lines(part.text) if words(one.get("id"))] if part else []
    if part is None or (not found and part.text.strip()) or not (found or part.good):
        return why_missing(heard, part or _bad(parts.get("ids")))
    files = files_of(text_of(parts, "held"))
    folders = {container_of(name): str(PurePosixPath(name).parent) for name in files}
    return ContainersFacts(containers=tuple(_container(one, files, folders.get(words(one["id"])[:SHORT], "")) for one in found))


def _container(one: Mapping[str, Any], files: Mapping[str, str], folder: str) -> ContainerFacts:
    name, memory = words(one.get("name")).removeprefix("/"), memory_of(files, folder)
    ended = words(one.get("state")) in {"exited", "dead"}
    return ContainerFacts(
        id=words(one["id"]),
        name=name,
        image=words(one.get("image")),
        hub=words(one.get("hub")),
        project=words(one.get("project")),
        service=words(one.get("service")),
        state=words(one.get("state")),
        health="" if one.get("health") == "none" else words(one.get("health")),
        exit_status=number(one.get("exit")) if ended or number(one.get("exit")) else None,
        oom_killed=one.get("oom") is True,
        restarts=number(one.get("restarts")) or 0,
        restart_policy=words(one.get("policy")),
        started=_moment(one.get("started")),
        finished=_moment(one.get("finished")),
        limit_bytes=number(one.get("limit")) or None,
        held_bytes=memory.held_bytes if memory else None,
        kernel_kills=kills_in(files, folder),
        has_healthcheck=words(one.get("check")) not in {"", "NONE"},
        is_builder=name.startswith(BUILDER),
    )


def _bad(part: Part | None) -> Part | None:
    return part if part is not None and not part.good else None


def _moment(found: object) -> datetime | None:
    try:
        moment = parse_moment(words(found))
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
