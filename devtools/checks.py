"""All checks: each is run whatever the others say, and one line each sums them up.

The tests take longest: they go on in as many processes as there are processors, and the other checks run beside them.
"""

import os
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from devtools.environment import Environment

_WITHOUT_WINDOWS = ["-m", "not qt and not office and not slow", "--ignore=tests/ui", "-p", "no:pytest-qt"]
_ON_ALL_PROCESSORS = ["-n", "auto", "--dist", "worksteal"]


@dataclass(frozen=True)
class Check:
    """One tool and what it is told."""

    name: str
    command: Sequence[str]
    shown: bool = False  # as it goes; the others' output is seen only when they fail


@dataclass(frozen=True)
class Verdict:
    """What came of a check."""

    name: str
    passed: bool
    seconds: float


def planned(environment: Environment, arguments: Sequence[str], *, fast: bool) -> list[Check]:
    """Return the checks of the whole or the fast set, the tests last.

    The arguments go to pytest. A set without arguments is run on all processors; for a choice of tests, the start of
    more processes would take longer than the tests.
    """

    def tool(module: str, *words: str) -> list[str]:
        return environment.program(["-m", module, *words])

    lint = [
        Check("ruff check", tool("ruff", "check", "--output-format", "concise", ".")),
        Check("ruff format", tool("ruff", "format", "--check", ".")),
    ]
    types = [
        Check("mypy", tool("mypy")),
        Check("import-linter", [str(environment.python.with_name("lint-imports")), "--no-cache"]),
    ]
    words = [*(_WITHOUT_WINDOWS if fast else ()), *(arguments or _ON_ALL_PROCESSORS)]
    tests = Check("pytest", tool("pytest", *words), shown=True)
    return [*lint, *([] if fast else types), tests]


def run(environment: Environment, arguments: Sequence[str], *, fast: bool) -> int:
    """Run the set, print its summary, and return 0 only if every check passed."""
    *others, tests = planned(environment, arguments, fast=fast)
    with ThreadPoolExecutor(max_workers=1) as beside:
        running = [beside.submit(_one, environment, check) for check in others]
        try:
            last = _one(environment, tests)
        except BaseException:
            beside.shutdown(cancel_futures=True)  # stopped by the user: what has not begun does not begin
            raise
    print()
    verdicts = [*(future.result() for future in running), last]
    for verdict in verdicts:
        print(f"{verdict.name:<14} {'ok' if verdict.passed else 'FAILED':<7} {verdict.seconds:6.1f} s")
    return 0 if all(verdict.passed for verdict in verdicts) else 1


def _one(environment: Environment, check: Check) -> Verdict:
    begin = time.monotonic()
    pipe = None if check.shown else subprocess.PIPE
    done = subprocess.run(
        check.command, cwd=environment.root, env=_settings(), text=True, check=False,
        stdout=pipe, stderr=pipe and subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode and done.stdout:
        print(f"\n== {check.name}\n{done.stdout}", flush=True)
    return Verdict(check.name, done.returncode == 0, time.monotonic() - begin)


def _settings() -> dict[str, str]:
    """Return the environment, without the wish for no compiled files: each of the many starts would compile anew."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
