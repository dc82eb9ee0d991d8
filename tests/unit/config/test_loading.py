from pathlib import Path

import pytest

from hubyard.config.hub import HubSettings, MemoryHints
from hubyard.config.loading import parse_hub, parse_yard, written_keys
from hubyard.config.yard import GateSettings, YardSettings
from hubyard.errors import SettingsInvalid, SettingsUnreadable

FILE = Path("/yard/web/hub.toml")
HERE = 'service = "web"\n'

REFUSED = {  # text, key, found, expected, bounds, nearest
    "no_service": ("", "service", "", "key", "", ""),
    "misspelt_key_is_told_before_the_missing_one": ('servise = "web"', "servise", '"web"', "known_key", None, "service"),
    "misspelt_key_in_a_table": (f'{HERE}[memory]\nbuidl = "1 GB"', "memory.buidl", '"1 GB"', "known_key", "build, run", "build"),
    "field_name_with_its_unit": (f"{HERE}build_timeout_s = 3", "build_timeout_s", "3", "known_key", None, "build_timeout"),
    "number_below": (f"{HERE}port = 0", "port", "0", "whole_number", "1 – 65535", ""),
    "number_above": (f"{HERE}port = {10**30}", "port", str(10**30), "whole_number", "1 – 65535", ""),
    "text_for_a_number": (f'{HERE}port = "3000"', "port", '"3000"', "whole_number", "", ""),
    "fraction_for_a_number": (f"{HERE}port = 3.0", "port", "3.0", "whole_number", "", ""),
    "truth_for_a_number": (f"{HERE}port = true", "port", "true", "whole_number", "", ""),
    "number_for_a_text": ("service = 3", "service", "3", "text", "", ""),
    "date_for_a_text": ("service = 2026-11-25", "service", '"2026-11-25"', "text", "", ""),
    "date_for_a_table": (f"{HERE}memory = 2026-11-25", "memory", '"2026-11-25"', "table", "", ""),
    "empty_text": ('service = ""', "service", '""', "text", "", ""),
    "text_that_reads_as_an_option": ('service = "--help"', "service", '"--help"', "text", "", ""),
    "line_break_in_a_text": (r'service = "a\nb"', "service", r'"a\nb"', "text", "", ""),
    "text_for_a_list": (f'{HERE}compose_files = "a"', "compose_files", '"a"', "list", "", ""),
    "empty_list": (f"{HERE}compose_files = []", "compose_files", "[]", "list", "≥ 1", ""),
    "number_in_a_list_counts_from_one": (f'{HERE}compose_files = ["a", 2]', "compose_files[2]", "2", "text", "", ""),
    "text_for_a_table": (f'{HERE}memory = "1 GB"', "memory", '"1 GB"', "table", "", ""),
    "unknown_unit": (f'{HERE}memory.build = "1 XB"', "memory.build", '"1 XB"', "size", '"1.5 GB", "512 MiB"', ""),
    "no_build_runs_with_that": (f'{HERE}memory.build = "31 MiB"', "memory.build", '"31 MiB"', "build_size", "32 MiB – 1 TiB", ""),
    "no_container_runs_with_that": (f"{HERE}memory.run = 0", "memory.run", "0", "container_size", "6 MiB – 1 TiB", ""),
    "negative_memory": (f'{HERE}memory.build = "-1 GB"', "memory.build", '"-1 GB"', "size", '"1.5 GB", "512 MiB"', ""),
    "negative_number_of_bytes": (f"{HERE}memory.build = -1", "memory.build", "-1", "size", '"1.5 GB", "512 MiB"', ""),
    "absurd_memory": (f'{HERE}memory.build = "2 TiB"', "memory.build", '"2 TiB"', "build_size", "32 MiB – 1 TiB", ""),
    "route_with_a_space": (f'{HERE}route = "/a b"', "route", '"/a b"', "route", '"/", "/saleshub"', ""),
    "route_that_leads_up": (f'{HERE}route = "/a/.."', "route", '"/a/.."', "route", '"/", "/saleshub"', ""),
    "route_with_a_slash_at_its_end": (f'{HERE}route = "/a/"', "route", '"/a/"', "route", '"/", "/saleshub"', ""),
    "what_may_be_a_secret_is_hidden": (f'{HERE}api_token = "ghp_1234"', "api_token", '"***"', "known_key", None, ""),
    "credentials_in_a_url_are_hidden": (f'{HERE}remot = "https://u:p@ss@h/x"', "remot", '"https://***@h/x"', "known_key", None, "remote"),
}


@pytest.mark.parametrize(("text", "key", "found", "expected", "bounds", "nearest"), REFUSED.values(), ids=REFUSED)
def test_parse_hub_refuses(text: str, key: str, found: str, expected: str, bounds: str | None, nearest: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        parse_hub(text, file=FILE)
    told = caught.value
    assert (told.file, told.key, told.found, told.expected, told.nearest) == (FILE, key, found, expected, nearest)
    assert bounds is None or told.bounds == bounds


YARDS_REFUSED = {
    "other_gateway": ('gateway = "nginx"', "gateway", "one_of", '"caddy", "none"'),
    "wait_below_zero": ("[gate]\nwait = -1", "gate.wait", "whole_number", "0 – 86400"),
    "negative_jobs": ("[gate]\njobs = -1", "gate.jobs", "whole_number", "0 – 64"),
    "more_jobs_than_anybody_has": ("[gate]\njobs = 65", "gate.jobs", "whole_number", "0 – 64"),
    "negative_reserve": ('[gate]\nreserve = "-1 GB"', "gate.reserve", "size", '"1.5 GB", "512 MiB"'),
    "absurd_reserve": ('[gate]\nreserve = "2 TiB"', "gate.reserve", "size", "0 – 1 TiB"),
    "hub_that_is_no_name": ('hubs = ["a", "b c"]', "hubs[2]", "hub_name", "WBSalesHub"),
    "empty_image_reference": ('[build_contexts]\n"" = "x"', "build_contexts.", "text", ""),
    "number_for_a_build_context": ('[build_contexts]\n"node:24" = 3', "build_contexts.node:24", "text", ""),
}


@pytest.mark.parametrize(("text", "key", "expected", "bounds"), YARDS_REFUSED.values(), ids=YARDS_REFUSED)
def test_parse_yard_refuses(text: str, key: str, expected: str, bounds: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        parse_yard(text, file=FILE)
    assert (caught.value.key, caught.value.expected, caught.value.bounds) == (key, expected, bounds)


BROKEN = {
    "unclosed_text": ('service = "web', "Unterminated string (at end of document)"),
    "key_twice": (f"{HERE}{HERE}", "Cannot overwrite a value (at line 2, column 16)"),
}


@pytest.mark.parametrize(("text", "detail"), BROKEN.values(), ids=BROKEN)
def test_parse_hub_broken_toml_is_told_with_its_place(text: str, detail: str) -> None:
    with pytest.raises(SettingsUnreadable) as caught:
        parse_hub(text, file=FILE)
    assert (caught.value.file, caught.value.detail) == (FILE, detail)


def test_parse_hub_takes_units_from_the_value_not_from_the_key() -> None:
    text = f'{HERE}compose_files = ["a.yaml", "b.yaml"]\nbuild_timeout = 60\n[memory]\nbuild = "1.5 GB"\nrun = "256 MiB"\n'
    assert parse_hub(text, file=FILE) == HubSettings(
        service="web",
        compose_files=("a.yaml", "b.yaml"),
        build_timeout_s=60,
        memory=MemoryHints(build_bytes=1_500_000_000, run_bytes=256 * 1024**2),
    )


def test_parse_yard_fills_tables_with_defaults() -> None:
    text = 'disk_reserve = "2 GB"\nsettle = 0\n[gate]\nwait = 7\n[build_contexts]\n"node:24-slim" = "docker-image://base"\n'
    assert parse_yard(text, file=FILE) == YardSettings(
        disk_reserve_bytes=2_000_000_000,
        settle_s=0,
        gate=GateSettings(wait_s=7),
        build_contexts={"node:24-slim": "docker-image://base"},
    )


def test_parse_yard_empty_is_all_defaults() -> None:
    assert parse_yard("", file=FILE) == YardSettings()


def test_written_keys_are_dotted() -> None:
    assert written_keys("port = 1\n[gate]\nwait = 7\n") == {"port", "gate", "gate.wait"}
