"""The kernel's log as a whole, for root: who may not follow it can have it read afterwards."""

from typing import Final

MOST_BYTES: Final = 2_000_000
"""Its end. A kill takes about 8 kB of it, and most kernels keep 256 kB (CONFIG_LOG_BUF_SHIFT)."""

LOG_SCRIPT: Final = f"""\
{{ dmesg || dd if=/dev/kmsg bs=8192 iflag=nonblock; }} 2>/dev/null | tail -c {MOST_BYTES}
"""
"""For `sh -c`. Prints nothing where neither may read it; waits for nothing.

`dmesg` comes with util-linux and with busybox, whose `dd` knows no `nonblock`. An image with coreutils alone has `dd`: a record each
read, in the form of /dev/kmsg, until there are no more (EAGAIN).
"""
