import pytest

from hubyard.adoption.hints.health_urls import HealthUrl, find_health_url, prefix_of

COMMANDS = {
    "curl -fsS http://localhost:8080/finhub/api/health": HealthUrl(port=8080, path="/finhub/api/health"),
    "node -e \"fetch('http://127.0.0.1:3000/api/health').then(r=>process.exit(0))\"": HealthUrl(port=3000, path="/api/health"),
    "fetch(`http://127.0.0.1:${process.env.PORT}/x/api/health`)": HealthUrl(port=None, path="/x/api/health"),
    "wget -q http://0.0.0.0:$PORT/healthz || exit 1": HealthUrl(port=None, path="/healthz"),
    "curl http://localhost/": HealthUrl(port=None, path=""),
    "curl http://[::1]:80/up": HealthUrl(port=80, path="/up"),
    "curl https://example.invalid/api/health": None,
    "curl -f localhost:3000/health || exit 1": HealthUrl(port=3000, path="/health"),
    "wget -qO- 127.0.0.1:$PORT/healthz": HealthUrl(port=None, path="/healthz"),
    "nc -z localhost 3000": None,
    "nc -z localhost:3000": None,
    "curl https://my.localhost:3000/health": None,
    "pg_isready": None,
}


@pytest.mark.parametrize(("command", "found"), COMMANDS.items(), ids=COMMANDS)
def test_find_health_url(command: str, found: HealthUrl | None) -> None:
    assert find_health_url(command) == found


PREFIXES = {
    "/api/health": "/",
    "/finhub/api/health": "/finhub",
    "/a/b/healthz": "/a/b",
    "/_health": "/",
    "/up": "/",
    "/orders": None,
    "/": None,
}


@pytest.mark.parametrize(("path", "prefix"), PREFIXES.items(), ids=PREFIXES)
def test_prefix_of(path: str, prefix: str | None) -> None:
    assert prefix_of(path) == prefix
