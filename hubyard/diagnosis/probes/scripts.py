"""Pieces of shell that several probes use. For dash and busybox as well: no arrays, no `local`, no options beyond POSIX."""

from typing import Final

CGROUPS: Final = r"""
cgroups=/sys/fs/cgroup
[ -f $cgroups/cgroup.controllers ] || cgroups=/sys/fs/cgroup/memory
"""
"""Where the cgroups of the memory controller are: v2, else v1 (also where v2 stands bare beside it)."""

HALF_A_SECOND: Final = "sleep 0.5 2>/dev/null || sleep 1"
"""A fraction is not POSIX, but what coreutils and busybox take."""

SAY: Final = """
say() { grep -s '' /dev/null "$@"; return 0; }
"""
"""Files with their names before each line (`reading.files_of`), in one process however many they are."""

CHECKOUTS: Final = r"""
checkouts() {
  docker ps --all --last 300 --format '{{.Label "com.docker.compose.project.working_dir"}}' 2>/dev/null | sort -u | grep '^/' | tail -n 20
}
"""
"""Folders from which containers were composed, whoever did it."""

MAY_BECOME_ROOT: Final = r"""
may_become_root() { id -Gn | grep -qwE 'sudo|wheel|admin'; }
"""
"""Before `sudo -n`, which asks nobody and fails where a password would be needed: of others it would be an incident in the host's log."""

COMMAND: Final = r"""
firsts='function firsts(from,    i, word, shown, n) {
  for (i = from; i <= NF && n < 5; i++) {
    word = $i
    if (word ~ /^-/) { sub(/=.*/, "=", word); return shown word " ..." }
    if (word ~ /[=@:"`$\\]/ || word ~ /\047/) return shown "..."
    shown = shown word " "; n++
  }
  return shown
}'
"""
"""awk: the first words of a command line. It ends at the first that is, or could have, a value: that may be a secret."""
