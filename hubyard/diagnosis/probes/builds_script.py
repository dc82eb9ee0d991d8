"""How running builds are found on a host. Command lines are cut there already: they may hold secrets."""

from typing import Final

from hubyard.diagnosis.probes.cgroup_memory import HELD_LINES
from hubyard.diagnosis.probes.scripts import CGROUPS, COMMAND, HALF_A_SECOND, SAY
from hubyard.host.build_steps import SLICE

CLIENTS: Final = r"""
list_clients() {
  ps -eo pid=,ppid=,user=,etimes=,args= 2>/dev/null || ps -o pid,ppid,user,etime,args
}
clients() {
  list_clients | awk '
  function takes(word) { return index(" -f --file -p --project-name --project-directory --env-file --profile -c --context -H --host " \
    "--config --builder -l --log-level --ansi --progress --parallel --tlscacert --tlscert --tlskey ", " " word " ") }
  {
    program = $5; sub(/.*\//, "", program)
    if (program !~ /^(docker|docker-buildx|docker-compose|buildctl|podman|nerdctl|buildah)$/) next
    shown = program; builds = 0; rises = 0; skip = 0
    for (i = 6; i <= NF; i++) {
      if (skip) { skip = 0; continue }
      if ($i ~ /^-/) { skip = takes($i); continue }
      if ($i ~ /^(buildx|compose|image|builder)$/) { shown = shown " " $i; continue }
      if ($i ~ /^(build|bake|bud)$/) { shown = shown " " $i; builds = 1 }
      if ($i ~ /^(up|create|run)$/) { shown = shown " " $i " --build"; rises = 1 }
      break
    }
    if (rises) for (; i <= NF; i++) if ($i == "--build") builds = 1
    if (!builds) next
    if ($NF ~ /^[.\/][A-Za-z0-9._\/-]*$/ && $(NF - 1) !~ /^-/) shown = shown " " $NF
    print $1, $2, $3, $4, ($0 ~ /hubyard\.slice/), shown
  }' | tail -n 200
}
"""
"""Of a client only words of this list are sent, and the folder that it builds."""

SCRIPT: Final = (
    CGROUPS
    + SAY
    + COMMAND
    + CLIENTS
    + f"""
steps() {{
  for folder in "$cgroups"/buildkit/* "$cgroups"/*/buildkit/* "$cgroups"/*/*/buildkit/* "$cgroups"/*/*/*/buildkit/* \\
    "$cgroups"/*/*/*/*/buildkit/* "$cgroups"/*/*/*/*/*/buildkit/* \\
    "$cgroups"/*.slice:*:* "$cgroups"/*/*.slice:*:* "$cgroups"/*/*/*.slice:*:* "$cgroups"/*/*/*/*.slice:*:*; do
    [ -d "$folder" ] && printf '%s\\n' "$folder"
  done | head -n 200
}}
memory() {{
  set --
  for step in $steps; do
    for place in "$step" "${{step%/*}}" "${{step%/*/*}}"; do set -- "$@" "$place/memory.max" "$place/memory.limit_in_bytes"; done
    set -- "$@" "$step/memory.stat" "$step/memory.kmem.usage_in_bytes" "$step/memory.pressure" "$step/cgroup.procs"
  done
  [ $# = 0 ] || grep -sE '{HELD_LINES}' /dev/null "$@"
  return 0
}}
pids() {{ for step in $steps; do cat "$step/cgroup.procs"; done 2>/dev/null | sort -un | grep -v '^0$' | head -n 400; }}
stats() {{
  set --
  for pid in $pids; do set -- "$@" "/proc/$pid/stat"; done
  [ $# = 0 ] || say "$@"
}}
commands() {{
  for pid in $firsts_of; do
    printf '%s ' "$pid"
    cat "/proc/$pid/cmdline" 2>/dev/null | tr '\\000\\n' '  ' | sed 's#^\\(/[^ ]*/\\)\\{{0,1\\}}[a-z]*sh -[a-z]*c ##' |
      awk "$firsts"' {{ shown = firsts(1) }} END {{ print shown }}'
  done
}}
sockets() {{
  for pid in $(printf '%s\\n' "$pids" | head -n 60); do
    ls "/proc/$pid/fd" >/dev/null 2>&1 || continue
    printf 'may %s\\n' "$pid"
    ls -l "/proc/$pid/fd" 2>/dev/null | sed -n "s/.*socket:\\[\\([0-9]*\\)\\]\\$/fd $pid \\1/p"
  done
  for pid in $firsts_of; do
    awk '$4 == "01" || $4 == "02" {{ print "tcp", $10 }}' "/proc/$pid/net/tcp" "/proc/$pid/net/tcp6" 2>/dev/null
  done | sort -u | head -n 1000
}}
part clients clients
part slices say "$cgroups"/{SLICE}/*/memory.events
part ticks getconf CLK_TCK
steps=$(steps)
part folders printf '%s\\n' "$steps"
part memory memory
pids=$(pids)
firsts_of=$(for step in $steps; do sort -n "$step/cgroup.procs" 2>/dev/null | head -n 1; done)
if [ "$pids" ]; then
  part uptime_1 cat /proc/uptime
  part stat_1 stats
  {HALF_A_SECOND}
  part uptime_2 cat /proc/uptime
  part stat_2 stats
  part commands commands
  part sockets sockets
fi
"""
)
