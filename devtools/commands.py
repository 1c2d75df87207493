"""The words after dev.py: run, test, lock."""

import os
import sys
from typing import NoReturn

from devtools import system
from devtools.console import Stop
from devtools.environment import RUN_LOCK, TEST_LOCK, Environment

_HELP = """\
python3 dev.py run [ARGUMENTS]         start CMO Planner; without arguments on the sample plan
python3 dev.py test [fast] [PYTEST…]   all checks; fast: those without Qt and LibreOffice
python3 dev.py lock [--upgrade]        resolve pyproject.toml into the lock files again
"""


def main(arguments: list[str]) -> int:
    """Do what the first word says; return the exit code."""
    word, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        match word:
            case "run":
                _run(rest)
            case "test":
                return _test(rest)
            case "lock":
                return _lock(rest)
            case "-h" | "--help":
                print(_HELP, end="")
                return 0
            case _:
                print(_HELP, end="", file=sys.stderr)
                return 2
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next start goes on from here.", file=sys.stderr)
        return 130


def _run(arguments: list[str]) -> NoReturn:
    environment = Environment()
    environment.prepare(RUN_LOCK, system.groups_for_run())
    command = environment.program(["-m", "cmoplanner", *(arguments or ["open", "--sample"])])
    if sys.platform == "win32":  # there execv returns to the shell before the program ends
        import subprocess

        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def _test(arguments: list[str]) -> int:
    from devtools import checks

    fast = arguments[:1] == ["fast"]
    environment = Environment()
    environment.prepare(TEST_LOCK, () if fast else system.groups_for_tests())
    return checks.run(environment, arguments[1:] if fast else arguments, fast=fast)


def _lock(arguments: list[str]) -> int:
    from devtools import locking

    environment = Environment()
    environment.prepare(TEST_LOCK, ())
    return locking.resolve(environment, arguments)
