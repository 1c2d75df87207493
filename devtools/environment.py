"""The environment `.venv`: made from the locked requirements, completed after an interruption, then only run.

Nothing heavy is imported before it is needed: a second start costs one look at the state file.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools import system
from devtools.console import Steps, Stop
from devtools.state import State

ROOT = Path(__file__).resolve().parent.parent
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-dev.lock"  # everything of the other one, and the tools of the checks


class Environment:
    """The environment of one copy of the project."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / ".venv"
        windows = sys.platform == "win32"
        self.python = self.folder / ("Scripts/python.exe" if windows else "bin/python")
        self._state_file = self.folder / "dev-state.json"
        self._held: tuple[int, ...] = ()

    def ready(self, lock: str, groups: Iterable[str]) -> bool:
        """Tell from the state file alone whether everything asked for is in place."""
        state = State.read(self._state_file)
        return (
            state is not None
            and self._usable(state)
            and state.locks.get(lock) == self._digest(lock)
            and set(groups) <= set(state.system)
        )

    def prepare(self, lock: str, groups: tuple[str, ...]) -> None:
        """Put everything asked for in place; does nothing where it is."""
        if self.ready(lock, groups):
            return
        steps = Steps()
        with self._alone(steps):
            if not self.ready(lock, groups):  # another start may have finished it meanwhile
                self._build(lock, groups, steps)

    def program(self, arguments: list[str]) -> list[str]:
        """Return the command that runs Python in the environment, without the current folder on its path."""
        return [str(self.python), "-P", *arguments]

    def _build(self, lock: str, groups: tuple[str, ...], steps: Steps) -> None:
        state = State.read(self._state_file)
        if state is None and (self.folder / "pyvenv.cfg").exists():
            raise Stop("The folder .venv was not made by dev.py. Please rename or remove it, then start again.")
        usable = state is not None and self._usable(state)
        base = _base_python()
        lacking = system.missing(groups) + ([] if usable or _makes_environments(base) else system.VENV)
        system.install(lacking, steps)
        if state is None or not usable:
            state = self._create(base, steps)
        if state.locks.get(lock) != self._digest(lock):
            state.finished = False
            state.write(self._state_file)
            steps.say(f"Installing the locked Python packages of {lock}")
            self._pip_install(lock, steps)
            state.locks |= {name: self._digest(name) for name in {RUN_LOCK, lock}}
        state.system = sorted({*state.system, *groups})
        state.finished = True
        state.write(self._state_file)
        steps.say("Ready")

    def _create(self, base: Path, steps: Steps) -> State:
        self.folder.mkdir(exist_ok=True)
        State().write(self._state_file)
        self._clear(steps)
        steps.say(f"Creating .venv with Python {sys.version.split()[0]}")
        code, output = _run([str(base), "-m", "venv", str(self.folder)], self._held)
        if code:
            raise Stop(f"{output}\nPython could not make the environment .venv.")
        packages = next(self.folder.glob("lib/python*/site-packages"), self.folder / "Lib" / "site-packages")
        (packages / "cmo-planner.pth").write_text(f"{self.root}\n", encoding="utf-8")
        return State(root=str(self.root), python=os.path.realpath(self.python))

    def _clear(self, steps: Steps) -> None:
        """Remove what an interrupted or older start left; the state stays, so that this can be interrupted too."""
        left = [path for path in self.folder.iterdir() if path != self._state_file]
        if left:
            steps.say("Removing what an interrupted or older start left in .venv")
        for path in left:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def _pip_install(self, lock: str, steps: Steps) -> None:
        import subprocess

        command = self.program(
            ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
        )
        command += ["--require-hashes", "--only-binary", ":all:", "-r", str(self.root / lock)]
        seen: list[str] = []
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, pass_fds=self._held
        ) as pip:
            for line in pip.stdout or ():
                seen.append(line.rstrip())
                word, _, rest = line.strip().partition(" ")
                if word == "Downloading" and not rest.endswith(".metadata"):
                    steps.detail(f"downloading {rest.rsplit('/', 1)[-1]}")
                elif word == "Installing":
                    steps.detail("unpacking")
        if pip.returncode:
            tail = "\n".join(seen[-12:])
            raise Stop(f"{tail}\n\nThe Python packages could not be installed. Check the network, then start again.")

    def _usable(self, state: State) -> bool:
        """Tell whether the environment was finished here, for a Python that is still there."""
        return (
            state.finished
            and state.root == str(self.root)
            and self.python.exists()
            and state.python == os.path.realpath(self.python)
        )

    def _digest(self, lock: str) -> str:
        return hashlib.sha256((self.root / lock).read_bytes()).hexdigest()

    @contextmanager
    def _alone(self, steps: Steps) -> Iterator[None]:
        """Let one start at a time build: a second one waits, also for tools that a killed start left running."""
        if sys.platform == "win32":
            yield
            return
        import fcntl

        with (self.root / RUN_LOCK).open("rb") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                steps.say("Waiting for another start that is at work on .venv")
                fcntl.flock(handle, fcntl.LOCK_EX)
            self._held = (handle.fileno(),)  # handed to the tools: the lock lasts until the last of them ends
            yield
        self._held = ()


def _base_python() -> Path:
    """Return the Python to build on: not that of another environment."""
    return Path(getattr(sys, "_base_executable", sys.executable))


def _makes_environments(python: Path) -> bool:
    """Tell whether this Python has what Debian packs apart from it."""
    return _run([str(python), "-c", "import ensurepip, venv"])[0] == 0


def _run(command: list[str], held: tuple[int, ...] = ()) -> tuple[int, str]:
    import subprocess

    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, pass_fds=held
    )
    return done.returncode, done.stdout
