"""Shapes of the lines of systemd and of programs that kill before the kernel must."""

import re
from typing import Final

from hubyard.host.oom.records import Record
from hubyard.host.oom.told import Told, ToldLine, told_line

UNIT: Final = r"(?P<unit>[^\s:]{1,255}): "
PID: Final = r"(?P<pid>\d{1,10})"
COMM: Final = r"(?P<comm>.{1,100}?)"

SYS_OOM: Final = (
    r'.{0,400}?Got sys oom event"?:?(?: event=| )&?\{"?(?:Pid"?:)?(?P<pid>\d{1,10}),? ?'
    r'(?:"?ProcessName"?:)?"?(?P<comm>.{1,64}?)"?,? ?(?:"?TimeOfDeath|\d{4}-)'
)
"""The kubelet's, of a Go struct with or without the names of its fields, or as JSON."""

SHAPES: Final = (  # who may say so, what must be in the line, what the message is
    (Told.OOMD_KILLED, "systemd-oomd", "due to memory", r"Killed (?P<cgroup>/.{0,4000}?) due to memory (?:pressure for|used) "),  # 247
    (Told.OOMD_KILLED, "systemd-oomd", "Killed /", r"Killed (?P<cgroup>/\S{1,4000}\.(?:service|scope|slice))\s*$"),
    (Told.OOMD_MARKED, "systemd-oomd", "for killing", r"Marked (?P<cgroup>/.{0,4000}?) for killing(?: due to memory |\s*$)"),
    (Told.OOMD_COUNTED, "systemd", "systemd-oomd killed", UNIT + r"systemd-oomd killed (?:(?P<count>\d{1,7})|some) process"),
    (Told.UNIT_OOM, "systemd", "OOM killer", UNIT + r"A process of this unit has been killed by the OOM killer"),  # 243
    (Told.UNIT_OOM, "systemd", "OOM killer", UNIT + r"The kernel OOM killer killed some processes in this unit"),  # 253
    (Told.UNIT_OOM, "systemd", "oom-kill", UNIT + r"Failed with result 'oom-kill'"),
    (Told.UNIT_OOM, "systemd", "oom-kill", r"\s*Active: [\w-]{1,20} \(Result: oom-kill\)|Result=oom-kill\s*$"),  # systemctl
    (Told.UNIT_KILLED, "systemd", "signal=KILL", r"\s*(?:Main PID|Process): \d{1,10} .{0,400}?\(code=killed, signal=KILL\)"),
    (Told.UNIT_STOPPED, "systemd", "Killing", UNIT + r"State '[\w-]{1,40}' timed out\. Killing"),
    (Told.UNIT_KILLED, "systemd", "status=9/KILL", UNIT + r"(?:Main|Control) process exited, code=killed, status=9/KILL"),
    (Told.UNIT_KILLED, "systemd", "status=137", UNIT + r"(?:Main|Control) process exited, code=exited, status=137\b"),  # docker run
    (Told.EARLYOOM_SENT, "earlyoom", "to process", rf'sending SIG(?:TERM|KILL) to process {PID}(?: uid \d{{1,10}})? "{COMM}": '),
    (Told.EARLYOOM_SENT, "earlyoom", "with signal", rf'killing process {PID} "{COMM}" with signal \d+: '),  # 1.3
    (Told.EARLYOOM_SENT, "earlyoom", "with signal", rf"Killing process '{COMM}' with signal \d+, pid: {PID},"),
    (Told.EARLYOOM_FAILED, "earlyoom", "kill failed", r"kill failed: "),
    (Told.EARLYOOM_FAILED, "earlyoom", "did not exit", r"process (?:\d{1,10} )?did not exit"),
    (Told.EARLYOOM_FAILED, "earlyoom", "dryrun", r"dryrun, not actually sending any signal"),
    (Told.NOHANG_CHOSE, "nohang", "adness: ", r"\s*PID: (?P<pid>\d{1,10}), [Nn]ame: (?P<comm>.{1,15}?), badness: \d+"),
    (Told.NOHANG_SENT, "nohang", "to the victim", r"\s*Send(?:ing)? SIG(?:TERM|KILL) to the victim"),
    (Told.NOHANG_FAILED, "nohang", "respond on", r"The victim doesn't respond on corrective action"),
    (Told.NOHANG_FAILED, "nohang", "before corrective", r"Selected process died before"),
    (Told.NOHANG_FAILED, "nohang", "send a signal", r"Cannot send a signal"),
    (
        Told.KUBELET_SYSTEM_OOM,
        "",
        "System OOM encountered",
        rf".{{0,400}}?System OOM encountered, victim process: {COMM}, pid: {PID}\b",
    ),
    (Told.KUBELET_SYSTEM_OOM, "", "System OOM encountered", r".{0,400}?System OOM encountered[.\"']{0,2}\s*$"),  # up to 1.15
    (Told.KUBELET_SYSTEM_OOM, "", "Got sys oom event", SYS_OOM),
    (Told.USERSPACE_KILLED, "", "lowmemorykiller", rf".{{0,200}}?lowmemorykiller(?:\(\s*\d+\))?: Kill(?:ing)? '{COMM}' \({PID}\)"),
    (Told.USERSPACE_KILLED, "", "lmkd", rf".{{0,200}}?\blmkd(?:\(\s*\d+\))?: Kill(?:ing)? '{COMM}' \({PID}\)"),
    (Told.USERSPACE_KILLED, "", "oomd kill: ", r".{0,100}?oomd kill: [\d.]+ [\d.]+ [\d.]+ (?P<cgroup>\S{1,4000}) \d+ "),  # Meta's
    (Told.USERSPACE_KILLED, "", "OOMController", r"(?:\[talos\] )?Sending SIGKILL to cgroup \{.{0,400}?OOMController"),
    (Told.USERSPACE_KILLED, "", "low on resource: memory", r".{0,400}?The node was low on resource: memory"),
    (Told.USERSPACE_KILLED, "", "max-memory-restart", r".{0,200}?\S restarted because it exceeds --max-memory-restart"),  # pm2
)
COMPILED: Final = tuple((told, program, mark, re.compile(pattern)) for told, program, mark, pattern in SHAPES)
KILLER_MARKS: Final = tuple({mark for _, _, mark, _ in SHAPES})


def read_killer_line(record: Record) -> ToldLine | None:
    """None where the line is no such. What stands in the log of some other program was not said by systemd."""
    for told, program, mark, pattern in COMPILED:
        may_say_so = record.program is None or record.program.startswith(program)
        if mark in record.message and may_say_so and (match := pattern.match(record.message)):
            return told_line(told, record, match)
    return None
