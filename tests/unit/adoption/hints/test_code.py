from pathlib import Path

import pytest

from hubyard.adoption.hints.code import CodeHints, read_code

NEXT = {  # what next.config says, prefixes
    "plain": ("export default { basePath: `/shop` }", ("/shop",)),
    "environment_first": ("const c = {\n basePath: process.env.BASE_PATH || '/legacy',\n};", ("/legacy",)),
    "by_name": ('const base: string = "/portal";\nconst c: NextConfig = { basePath: base };', ("/portal",)),
    "shorthand": (
        'const basePath = process.env.BASE ?? "/fin"\nconst cdn = "/cdn"\nexport default { basePath, assetPrefix: cdn }',
        ("/fin",),
    ),
    "only_in_production": ("module.exports = { basePath: live ? '/fin' : '' }", ("/fin",)),
    "on_several_lines": ("module.exports = {\n basePath: live\n  ? '/fin'\n  : '',\n other: '/x' }", ("/fin",)),
    "environment_alone": ("const basePath = process.env.BASE_PATH\nconst other = '/other'\nexport default { basePath }", ()),
    "empty": ("export default { basePath: '', trailingSlash: true, x: '/y' }", ()),
}


@pytest.mark.parametrize(("text", "prefixes"), NEXT.values(), ids=NEXT)
@pytest.mark.parametrize("name", ["next.config.js", "next.config.mjs", "next.config.ts"])
def test_read_code_of_next(name: str, text: str, prefixes: tuple[str, ...]) -> None:
    assert read_code({Path(name): text}).prefixes == prefixes


CASES = {
    "node_server": (
        {"src/server.js": 'const prefix = "/saleshub";\n if (path === prefix + "/api/health")\n listen(Number(process.env.PORT || 3001))'},
        CodeHints(prefixes=("/saleshub",), health_path="/api/health", port=3001, place="server.js"),
    ),
    "health_in_a_template": (
        {"a.js": "if (path === `${prefix}/api/health`)"},
        CodeHints(health_path="/api/health", place="a.js"),
    ),
    "next_app_router": (
        {"next.config.ts": 'basePath: "/finhub",', "src/app/(site)/api/health/route.ts": "", "lib/x.ts": 'const prefix = "/v1"'},
        CodeHints(prefixes=("/finhub", "/v1"), health_path="/api/health", place="route.ts"),
    ),
    "next_route_with_a_parameter_is_no_path": ({"app/[locale]/api/health/route.ts": "", "pages/건강/health.ts": ""}, CodeHints()),
    "next_pages_router": ({"pages/api/health.ts": ""}, CodeHints(health_path="/api/health", place="health.ts")),
    "api_health_before_shorter_ones": (
        {"a.js": 'get("/health"); get("/x/api/health")'},
        CodeHints(health_path="/x/api/health", place="a.js"),
    ),
    "flask": (
        {"app.py": '@app.get("/healthz")\nPORT = int(os.environ.get("PORT", 5000))'},
        CodeHints(health_path="/healthz", port=5000, place="app.py"),
    ),
    "comments_say_nothing": (
        {
            "next.config.js": "module.exports = {\n  // basePath: '/old',\n  /* as long as\n   * basePath: '/older' */\n}",
            "app.py": '# prefix = "/x", get("/health")',
        },
        CodeHints(),
    ),
    "patterns_are_no_comments": ({"a.js": 'get("/*", x);\n prefix = "/a"; get("/b/*/c")'}, CodeHints(prefixes=("/a",))),
    "tests_say_nothing": ({"a.test.js": 'prefix = "/x"; get("/health")', "tests/b.js": 'get("/health")'}, CodeHints()),
    "other_prefixes_are_none": ({"a.js": 'const prefix = ""; let namePrefix = "x"; prefix: "--"'}, CodeHints()),
    "nothing": ({}, CodeHints()),
}


@pytest.mark.parametrize(("texts", "hints"), CASES.values(), ids=CASES)
def test_read_code(texts: dict[str, str], hints: CodeHints) -> None:
    assert read_code({Path(name): text for name, text in texts.items()}) == hints
