import pytest

from hubyard.adoption.hints.dockerfile import DockerfileHints, read_dockerfile
from hubyard.adoption.hints.health_urls import HealthUrl

STAGES = """
FROM node:24 AS base
EXPOSE 3000
HEALTHCHECK CMD curl http://localhost/base
FROM base AS development
ENV PORT=1111
EXPOSE 1111
FROM base as production
ENV A=1 PORT="8080"
HEALTHCHECK --interval=2s \\
    CMD curl -f http://localhost:8080/finhub/api/health || exit 1
"""

CASES = {
    "target": (STAGES, "production", DockerfileHints(health=HealthUrl(port=8080, path="/finhub/api/health"), port_env=8080, exposed=3000)),
    "target_in_other_case": (
        STAGES,
        "DEVELOPMENT",
        DockerfileHints(health=HealthUrl(port=None, path="/base"), port_env=1111, exposed=1111),
    ),
    "last_stage": ("FROM a\nEXPOSE 1\nFROM b\nEXPOSE 2/tcp 3\n", None, DockerfileHints(exposed=2)),
    "later_line_counts": ("FROM a\nEXPOSE 1\nEXPOSE 2\n", None, DockerfileHints(exposed=2)),
    "udp_is_no_web_port": ("FROM a\nEXPOSE 53/udp\n", None, DockerfileHints()),
    "old_form_of_env": ("FROM a\nENV PORT 4000\n", None, DockerfileHints(port_env=4000)),
    "stage_made_from_itself_ends": ("FROM a AS a\nEXPOSE 1\n", "a", DockerfileHints(exposed=1)),
    "empty": ("", None, DockerfileHints()),
    "korean": ("# 영업\nFROM a\nEXPOSE 1\n", None, DockerfileHints(exposed=1)),
    "port_of_an_arg": ("FROM a\nARG PORT=3200\nENV PORT=$PORT\nEXPOSE ${PORT}\n", None, DockerfileHints(port_env=3200, exposed=3200)),
    "port_by_default": ("FROM a\nENV PORT=${APP_PORT:-3400}\nEXPOSE ${PORT:-3500}\n", None, DockerfileHints(port_env=3400, exposed=3500)),
    "other_ports": ("FROM a\nENV DB_PORT=5432\nEXPOSE $NOBODY_KNOWS\n", None, DockerfileHints()),
    "here_documents_are_no_instructions": (
        "FROM a\nENV PORT=4000\nRUN python3 <<EOF\nfrom os import path\nEOF\nCOPY <<-'X' /x\n\tEXPOSE 22\n\tX\n",
        None,
        DockerfileHints(port_env=4000),
    ),
    "args_before_from": ("ARG V=1\nFROM --platform=linux/amd64 a AS b\nEXPOSE 1\n", "b", DockerfileHints(exposed=1)),
}


@pytest.mark.parametrize(("text", "target", "hints"), CASES.values(), ids=CASES)
def test_read_dockerfile(text: str, target: str | None, hints: DockerfileHints) -> None:
    assert read_dockerfile(text, target=target) == hints
