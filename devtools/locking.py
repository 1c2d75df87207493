"""The lock files: the version of each package with the hashes of its files, for every platform."""

import os
import subprocess
from collections.abc import Sequence

from devtools.environment import RUN_LOCK, TEST_LOCK, Environment

_OPTIONS = (
    "--no-config", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:",
    "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
)  # fmt: skip
_MACHINE_SETTINGS = ("PIP_", "UV_")  # a lock must not depend on this machine's mirrors


def resolve(environment: Environment, arguments: Sequence[str]) -> int:
    """Write both lock files from pyproject.toml; pins that still fit are kept unless `--upgrade` is given."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith(_MACHINE_SETTINGS)}
    uv = str(environment.python.with_name("uv"))
    for target, extra in ((RUN_LOCK, ()), (TEST_LOCK, ("--group", "dev", "--constraints", RUN_LOCK))):
        command = [uv, "pip", "compile", *_OPTIONS, *arguments, *extra, "pyproject.toml", "--output-file", target]
        code = subprocess.run(command, cwd=environment.root, env=settings, check=False).returncode
        if code:
            return code
        print(f"{target} written")
    return 0
