"""An image without a registry: a shell and a few programs of this host with their libraries."""

import io
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

PROGRAMS = ("sh", "sleep", "cat", "true", "hostname", "head", "tail", "mkdir", "rmdir", "dd")
TINY = "hubyard-test/tiny:3"
"""Another name with other programs: one that is there is not made again."""


def ensure_tiny_image() -> str:
    """Made once on a host, 3 MB."""
    known = subprocess.run(["docker", "image", "inspect", TINY], capture_output=True, check=False, timeout=30)
    if known.returncode != 0:
        subprocess.run(["docker", "import", "-", TINY], input=root_as_tar(), capture_output=True, check=True, timeout=60)
    return TINY


def root_as_tar() -> bytes:
    found = {program: Path(shutil.which(program) or "") for program in PROGRAMS}
    files = {f"bin/{program}": file.resolve() for program, file in found.items()}
    files |= {str(library).lstrip("/"): library.resolve() for file in found.values() for library in libraries(file)}
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, file in files.items():
            tar.add(file, name)
    return packed.getvalue()


def libraries(program: Path) -> list[Path]:
    said = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=False, timeout=30).stdout
    return [Path(found) for found in re.findall(r"(/\S+) \(0x", said)]
