"""What loggers put in front of a line, peeled off."""

import json

import pytest

from hubyard.host.oom.records import Record, split_records

KILL = "Out of memory: Killed process 7 (npm ci) total-vm:1kB"

KERNEL: dict[str, tuple[str, str | None, str | None]] = {  # before the message; host; when
    "dmesg": ("[  544.917991] ", None, "544.917991"),
    "dmesg_with_the_time_between": ("[  544.917991 <    0.000012>] ", None, "544.917991"),
    "dmesg_with_the_caller": ("[  544.917991][ T2592] ", None, "544.917991"),
    "dmesg_T": ("[Tue Aug 12 03:54:03 2025] ", None, "2025-08-12T03:54:03"),
    "dmesg_T_german": ("[Di Okt 12 03:54:03 2025] ", None, "2025-10-12T03:54:03"),
    "dmesg_T_korean": ("[화  8월 12 03:54:03 2025] ", None, "2025-08-12T03:54:03"),
    "dmesg_reltime": ("[  +0.000012] ", None, None),
    "dmesg_reltime_first": ("[Aug12 03:54] ", None, None),
    "dmesg_decode": ("kern  :err   : [  544.917991] ", None, "544.917991"),
    "dmesg_iso_comma": ("2025-01-21T08:41:30,287197+00:00 ", None, "2025-01-21T08:41:30.287197+00:00"),
    "dmesg_decode_iso": ("kern  :warn  : 2025-01-21T08:41:30,287197+00:00 ", None, "2025-01-21T08:41:30.287197+00:00"),
    "talos_with_its_node": ("10.5.0.3: kern:     err: [2025-01-21T08:41:30.287197011Z]: ", "10.5.0.3", "2025-01-21T08:41:30.287197+00:00"),
    "talos": ("kern:     err: [2025-01-21T08:41:30.287197011Z]: ", None, "2025-01-21T08:41:30.287197+00:00"),
    "saved_over_a_crash": ("May  8 14:05:27 crashlog: <3>", None, "May  8 14:05:27"),
    "busybox": ("May  8 14:05:27 app-03 kern.err kernel: [544.917991] ", "app-03", "May  8 14:05:27"),
    "synology": ("2019-02-15T08:49:00+09:00 nas [165755.454206] ", None, "2019-02-15T08:49:00+09:00"),
    "hosting_service": ("2023-03-01T12:00:00.123 app[e286c1] lhr [info] [ 1234.567890] ", None, "2023-03-01T12:00:00.123000"),
    "dmesg_raw": ("<3>[  544.917991] ", None, "544.917991"),
    "kmsg": ("3,20061,2260224564,-;", None, "2260.224564"),
    "kmsg_with_the_caller": ("3,20061,2260224564,-,caller=T31936;", None, "2260.224564"),
    "syslog": ("May  8 14:05:27 app-03 kernel: ", "app-03", "May  8 14:05:27"),
    "syslog_with_seconds_since_boot": ("May  8 14:05:27 app-03 kernel: [544.917991] ", "app-03", "May  8 14:05:27"),
    "syslog_without_a_blank": ("Apr 01 14:13:32 mysrv kernel:", "mysrv", "Apr 01 14:13:32"),
    "syslog_without_a_speaker": ("Apr 01 14:13:32 mysrv ", "mysrv", "Apr 01 14:13:32"),
    "rsyslog": ("2019-02-15T08:49:00.909602-06:00 host-g kernel: [165755.454206] ", "host-g", "2019-02-15T08:49:00.909602-06:00"),
    "journalctl_korean": ("10월 05 14:05:27 app kernel: ", "app", "10월 05 14:05:27"),
    "journalctl_french": ("avril 16 21:08:50 app kernel: ", "app", "avril 16 21:08:50"),
    "journalctl_russian": ("мая 26 23:02:22 app kernel: ", "app", "мая 26 23:02:22"),
    "journalctl_short_full": ("Tue 2024-05-07 21:43:54 KST app kernel: ", "app", "2024-05-07T21:43:54"),
    "journalctl_short_monotonic": ("[2406674.127782] app kernel: ", "app", "2406674.127782"),
    "journalctl_export": ("MESSAGE=", None, None),
    "logread": ("Tue Jan  2 00:00:00 2024 kern.err kernel: [544.917991] ", None, "2024-01-02T00:00:00"),
    "colours": ("\x1b[32m[  544.917991] \x1b[0m\x1b[31m", None, "544.917991"),
    "nothing": ("", None, None),
    "set_in": ("        [  544.917991] ", None, "544.917991"),
    "quoted": ("> [  544.917991] ", None, "544.917991"),
    "found_by_grep": ("/var/log/kern.log.1:May  8 14:05:27 app kernel: ", "app", "May  8 14:05:27"),
    "found_by_grep_with_its_number": ("1312:[  544.917991] ", None, "544.917991"),
    "begins_within_the_time": ("17991] ", None, None),
    "unknown_but_for_the_kernel": ("<x> 5 node7 - kernel: ", None, None),
    "kubectl_describe_node": ("Warning  OOMKilling  3m56s                   kernel-monitor    ", None, None),
    "kubectl_get_events": ("default  53m  Warning  OOMKilling  node/node-3  ", None, None),
    "event_as_json": ('{"kind":"Event","reason":"OOMKilling","message":"', None, None),
}


@pytest.mark.parametrize(("before", "host", "when"), KERNEL.values(), ids=KERNEL)
def test_lines_of_the_kernel(before: str, host: str | None, when: str | None) -> None:
    (record,) = read(before + KILL)
    said = record.when.text if record.when else None
    assert (record.message, record.may_be_kernel, record.host, said) == (KILL, True, host, when)


def test_an_event_of_several_fields_tells_what_the_kernel_said_line_by_line() -> None:
    told = "Memory cgroup out of memory: Kill process 7 (x) score 9 or sacrifice child"
    text = f'"reason": "OOMKilling",\n"message": "{told}\\nKilled process 7 (x) total-vm:1kB",\n'
    assert [record.message for record in read(text) if record.program == "kernel"] == [told, "Killed process 7 (x) total-vm:1kB"]


@pytest.mark.parametrize("form", ['{{"message":"{}","reason":"OOMKilling"}}', "- message: '{}'\n  reason: OOMKilling"])
def test_the_fields_of_an_event_come_in_any_order(form: str) -> None:
    assert read(form.format(KILL))[0].message == KILL


def test_a_name_with_a_colon_is_no_file_that_grep_names() -> None:
    (record,) = read("runc:[2:INIT] invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0")
    assert record.message.startswith("runc:[2:INIT] ")


def test_a_message_of_some_program_is_not_the_kernels() -> None:
    (record,) = read(f'"message": "{KILL}",')
    assert record.message != KILL


OTHERS: dict[str, tuple[str, str]] = {
    "systemd": ("Dec 18 19:34:56 host systemd[1837]: ", "systemd"),
    "in_kmsg": ("[  12.345678] systemd[1]: ", "systemd"),
    "oomd_without_a_host": ("avril 16 21:08:50 systemd-oomd[93234]: ", "systemd-oomd"),
    "syslog_without_a_number": ("Mar  1 00:00:00 host sudo: ", "sudo"),
    "step_of_a_build": ("#19 148.5 ", "build"),
    "step_without_a_number": ("9.509 ", "build"),
    "container_of_compose": ("web-1  | ", "build"),
    "container_that_prints_the_kernels_log": ("web-1  | kernel: ", "build"),
    "cri": ("2024-05-07T21:43:54.123456789Z stderr F ", "build"),
}


@pytest.mark.parametrize(("before", "program"), OTHERS.values(), ids=OTHERS)
def test_lines_of_other_programs(before: str, program: str) -> None:
    (record,) = read(before + KILL)
    assert (record.message, record.program, record.may_be_kernel) == (KILL, program, False)


def test_a_program_that_quotes_the_kernel_is_not_the_kernel() -> None:
    (record,) = read(f"May  8 14:05:27 app-03 agent[7]: saw [  544.917991] {KILL}")
    assert (record.message, record.program) == (f"saw [  544.917991] {KILL}", "agent")


def entry(message: object, **fields: object) -> str:
    return json.dumps({"_TRANSPORT": "kernel", "__REALTIME_TIMESTAMP": "1772418031000000", "MESSAGE": message, **fields})


JOURNAL: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "text": (entry(KILL), [(KILL, "kernel")]),
    "bytes": (entry(list(KILL.encode())), [(KILL, "kernel")]),
    "several_lines": (entry(f"anon 1\n{KILL}"), [("anon 1", "kernel"), (KILL, "kernel")]),
    "given_twice": (entry([KILL, "x"]), [(KILL, "kernel"), ("x", "kernel")]),
    "too_long": (entry(None), []),
    "other_program": (entry(KILL, _TRANSPORT="stdout", SYSLOG_IDENTIFIER="hub"), [(KILL, "hub")]),
    "pretty": (json.dumps(json.loads(entry(KILL)), indent="\t"), [(KILL, "kernel")]),
    "log_file_of_the_engine": (
        json.dumps({"log": "Killed\n", "stream": "stderr", "time": "x"}),
        [("Killed", "container"), ("", "container")],
    ),
    "other_json": ('{"status":"oom"}', [('{"status":"oom"}', None)]),
    "cut": (entry(KILL)[:40], [(entry(KILL)[:40], None)]),
}


@pytest.mark.parametrize(("text", "messages"), JOURNAL.values(), ids=JOURNAL)
def test_entries_of_the_journal(text: str, messages: list[tuple[str, str | None]]) -> None:
    assert [(record.message, record.program) for record in read(text)] == messages


def read(text: str) -> list[Record]:
    return list(split_records(text, wanted=lambda _: True))
