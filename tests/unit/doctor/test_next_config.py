"""What a next.config plainly says, and where it is left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubyard.doctor.javascript import NotRead, keys_of, tokens_of
from hubyard.doctor.next_config import NextConfig

CPUS = ("experimental", "cpus")
PLAIN = "const config = {\n  output: 'standalone',\n};\nexport default config;\n"
CASES = {  # told, line, why
    "plain_without": (PLAIN, ("absent", 0, "")),
    "set": ("module.exports = {\n  experimental: {\n    cpus: 2,\n  },\n}", ("set", 3, "")),
    "set_in_quotes": ('export default { "experimental": { "cpus": 1 } }', ("set", 1, "")),
    "typed": ("const c: NextConfig = {\n experimental: { a: 1, cpus: f(x, 2) } };\nexport default c;", ("set", 2, "")),
    "in_a_comment": (PLAIN.replace("output", "// cpus: 1\n  output"), ("absent", 0, "")),
    "in_a_text": (PLAIN.replace("'standalone'", "'cpus: 1'"), ("absent", 0, "")),
    "elsewhere": ("export default { webpack: { cpus: 1 } }", ("untold", 0, "several")),
    "assigned": (PLAIN + "config.experimental.cpus = 1;", ("untold", 0, "several")),
    "asked_of_os": (PLAIN.replace("'standalone'", "os.cpus()"), ("absent", 0, "")),
    "spread": (PLAIN.replace("output", "...base, output"), ("untold", 0, "spread")),
    "another_file": ("import base from './base.mjs';\n" + PLAIN, ("untold", 0, "import")),
    "another_file_by_require": ("const base = require('./base');\n" + PLAIN, ("untold", 0, "import")),
    "another_file_by_import_call": ("const base = await import('./base.mjs');\n" + PLAIN, ("untold", 0, "import")),
    "another_file_that_only_runs": ("import './src/env.mjs';\n" + PLAIN, ("absent", 0, "")),
    "another_file_that_only_runs_sometimes": ("!process.env.CI && (await import('./src/env.mjs'));\n" + PLAIN, ("absent", 0, "")),
    "a_path": (PLAIN.replace("'standalone'", "path.join(__dirname, '../../')"), ("absent", 0, "")),
    "wrapped": ("const c = {};\nmodule.exports = withPWA(c);", ("untold", 0, "wrapped")),
    "wrapped_before_it_is_exported": ("const c: NextConfig = withPWA({});\nexport default c;", ("untold", 0, "wrapped")),
    "a_function": ("export default (phase) => ({ output: 'export' });", ("absent", 0, "")),
    "nothing_exported": ("const c = {};", ("untold", 0, "export")),
    "shorthand": ("const experimental = x();\nexport default { experimental: experimental };", ("untold", 0, "several")),
    "a_bracket_left_open": ("export default { a: 1 ", ("untold", 0, "syntax")),
    "a_regular_expression": ("export default { webpack: { test: /[{]\\.cpus$/ } }", ("absent", 0, "")),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_look(text: str, expected: tuple[str, int, str]) -> None:
    look = NextConfig(file=Path("next.config.js"), text=text).look(*CPUS)
    assert (look.told.value, look.line, look.why) == expected


REMEDIES = {
    "beside_the_others": (PLAIN, ("after", 1, ("  experimental: { cpus: 2 },",))),
    "into_what_is_there": ("export default {\n  experimental: {\n    a: 1,\n  },\n};", ("after", 2, ("    cpus: 2,",))),
    "in_the_same_line": ("module.exports = { a: 1 };", ("replace", 1, ("module.exports = { experimental: { cpus: 2 }, a: 1 };",))),
    "into_what_is_exported": (
        "const options = { a: 1 };\nconst config: NextConfig = {\n};\nexport default config;",
        ("after", 2, ("  experimental: { cpus: 2 },",)),
    ),
    "into_what_is_exported_by_commonjs": (
        "const f = (x) => { return { x }; };\nlet config = {\n};\nmodule.exports = config;",
        ("after", 2, ("  experimental: { cpus: 2 },",)),
    ),
    "into_what_is_exported_itself": (
        "const options = { a: 1 };\nexport default {\n};",
        ("after", 2, ("  experimental: { cpus: 2 },",)),
    ),
    "into_a_literal_on_one_line": (
        "export default {\n  experimental: { a: 1 },\n};",
        ("replace", 2, ("  experimental: { cpus: 2, a: 1 },",)),
    ),
}


@pytest.mark.parametrize(("text", "expected"), REMEDIES.values(), ids=REMEDIES)
def test_remedy(text: str, expected: tuple[str, int, tuple[str, ...]]) -> None:
    found = NextConfig(file=Path("next.config.js"), text=text).remedy(*CPUS, value="2")
    assert (found.put.value, found.place.line, found.lines) == expected


@given(st.text(alphabet="{}[]()a:,\"'`/\\\n.=*"))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        list(keys_of(tokens_of(text)))
    except NotRead:
        return
