"""What a hub's image and its container are made of, hashed apart: only run inputs changed → a restart without a build."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from hubyard.engine.port import BuildSection, Service

LOCK_FILES: Final = (
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "requirements.txt",
    "poetry.lock",
    "uv.lock",
    "Gemfile.lock",
    "composer.lock",
    "go.sum",
    "Cargo.lock",
)
"""What package managers call the list of what they install, at the top of a build context."""


def build_inputs(section: BuildSection, *, context_digest: str, dockerfile_digest: str, bases: Mapping[str, str]) -> str:
    """Hex digest of what makes the image. `bases` maps each external FROM to what stands for it (an image id or a build context).

    The revision is not among them: an empty commit would rebuild every hub. Secrets count by name only, as in BuildKit's cache.
    """
    return _digest(
        {
            "context": context_digest,
            "dockerfile": dockerfile_digest,
            "target": section.target,
            "args": dict(section.args),
            "secrets": sorted(secret.id for secret in section.secrets),
            "contexts": dict(section.additional_contexts),
            "platforms": list(section.platforms),
            "network": section.network,
            "bases": dict(bases),
        }
    )


def cold_inputs(*, dockerfile_digest: str, lock_digests: Sequence[str], bases: Mapping[str, str]) -> str:
    """Hex digest of what makes a build download and compile everything anew when it changes."""
    return _digest({"dockerfile": dockerfile_digest, "locks": list(lock_digests), "bases": dict(bases)})


def run_inputs(service: Service, *, override: Mapping[str, object], env_digests: Sequence[str]) -> str:
    """Hex digest of what makes the container but the image.

    The service's merged section, what our override is made of, the env files' contents.
    """
    section = {key: value for key, value in service.section.items() if key not in {"build", "image"}}
    return _digest({"section": section, "override": dict(override), "env": list(env_digests)})


def _digest(document: object) -> str:
    return sha256(json.dumps(document, sort_keys=True, ensure_ascii=True, default=str).encode()).hexdigest()
