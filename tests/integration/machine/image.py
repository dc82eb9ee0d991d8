"""The machine's image, and the base images that its engine is given, since it cannot pull any."""

import os
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
HERE: Final = Path(__file__).parent
IMAGE: Final = "hubyard/test-machine:latest"


def ensure_image(dind: str) -> str:
    """Build the machine's image upon the DinD image `dind`; a few seconds, and none while lock and Dockerfile are as they were."""
    passed_on = [
        f"--build-arg={name}" for name in ("PIP_CERT", "PIP_INDEX_URL", "http_proxy", "https_proxy", "no_proxy") if name in os.environ
    ]
    contexts = [f"--build-context=hubyard/dind=docker-image://{dind}", f"--build-context=project={ROOT}"]
    argv = ["docker", "buildx", "build", "--quiet", "--load", "--provenance=false", f"--tag={IMAGE}", *contexts, *passed_on, str(HERE)]
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, timeout=600)
    return IMAGE
