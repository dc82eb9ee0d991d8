"""The engine: whether it answers, and how it is set up."""

import re
from collections.abc import Mapping
from typing import Any, Final

from hubyard.diagnosis.facts.engine import EngineFacts
from hubyard.diagnosis.heard import Heard, Unread, parts_in
from hubyard.diagnosis.probes.reading import json_lines, never_raising, number, text_of, why_missing, words

FORMAT: Final = (
    '{"version":{{json .ServerVersion}},"root":{{json .DockerRootDir}},"storage":{{json .Driver}},"cgroup_version":{{json .CgroupVersion}},'
    '"cgroup_driver":{{json .CgroupDriver}},"security":{{json .SecurityOptions}},"warnings":{{json .Warnings}},'
    '"log_driver":{{json .LoggingDriver}},"name":{{json .Name}},"memory":{{json .MemTotal}},"live_restore":{{json .LiveRestoreEnabled}},'
    '"mirrors":{{with .RegistryConfig}}{{json .Mirrors}}{{else}}null{{end}},'
    '"plugins":[{{with .ClientInfo}}{{range .Plugins}}{{json .Name}},{{json .Version}},{{end}}{{end}}""]}'
)
SCRIPT: Final = f"""
part info docker info --format '{FORMAT}'
part api docker version --format '{{{{.Server.APIVersion}}}}'
part log_limit grep -c '"max-size"' /etc/docker/daemon.json
"""
"""No whole `docker info`: its proxies may have passwords in them."""
LOGIN: Final = re.compile(r"^([a-z]+://)[^/@]*@")
LIMITED_DRIVERS: Final = {"local", "journald", "none", "syslog"}
"""Drivers that keep an end of a log only, or none of their own (docs.docker.com/engine/logging)."""


@never_raising
def parse(heard: Heard) -> EngineFacts | Unread:
    """A client alone answers too, with no version of a server."""
    parts = parts_in(heard)
    info = parts.get("info")
    if info is None:
        return why_missing(heard, info)
    answer = next(json_lines(info.text), {})
    if not words(answer.get("version")):
        return why_missing(heard, info)
    plugins = _texts(answer, "plugins")
    log_driver = words(answer.get("log_driver"))
    return EngineFacts(
        version=words(answer["version"]),
        api=text_of(parts, "api").strip(),
        root_folder=words(answer.get("root")),
        storage=words(answer.get("storage")),
        cgroup_version=number(answer.get("cgroup_version")) or 0,
        cgroup_driver=words(answer.get("cgroup_driver")),
        rootless=any("rootless" in option for option in _texts(answer, "security")),
        plugins=dict(zip(plugins[::2], plugins[1::2], strict=False)),
        warnings=_texts(answer, "warnings"),
        mirrors=tuple(LOGIN.sub(r"\1", mirror) for mirror in _texts(answer, "mirrors")),
        log_driver=log_driver,
        log_limited=log_driver in LIMITED_DRIVERS or (number(text_of(parts, "log_limit")) or 0) > 0,
        name=words(answer.get("name")),
        memory_bytes=number(answer.get("memory")) or 0,
        live_restore=answer.get("live_restore") is True,
    )


def _texts(answer: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = answer.get(name)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()
