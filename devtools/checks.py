"""All checks in a row: each is run whatever the others say, and one line each sums them up."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

from devtools.environment import Environment

_WITHOUT_WINDOWS = ["-m", "not qt and not office and not slow", "--ignore=tests/ui", "-p", "no:pytest-qt"]


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
    """Return the checks of the whole or the fast set; the arguments go to pytest."""

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
    tests = Check("pytest", tool("pytest", *(_WITHOUT_WINDOWS if fast else ()), *arguments), shown=True)
    return [*lint, *([] if fast else types), tests]


def run(environment: Environment, arguments: Sequence[str], *, fast: bool) -> int:
    """Run the set, print its summary, and return 0 only if every check passed."""
    verdicts = [_one(environment, check) for check in planned(environment, arguments, fast=fast)]
    print()
    for verdict in verdicts:
        print(f"{verdict.name:<14} {'ok' if verdict.passed else 'FAILED':<7} {verdict.seconds:6.1f} s")
    return 0 if all(verdict.passed for verdict in verdicts) else 1


def _one(environment: Environment, check: Check) -> Verdict:
    print(f"== {check.name}", flush=True)
    begin = time.monotonic()
    pipe = None if check.shown else subprocess.PIPE
    done = subprocess.run(
        check.command, cwd=environment.root, text=True, check=False, stdout=pipe, stderr=pipe and subprocess.STDOUT
    )
    if done.returncode and done.stdout:
        print(done.stdout, flush=True)
    return Verdict(check.name, done.returncode == 0, time.monotonic() - begin)
