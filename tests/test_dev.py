"""The two commands: what they install, what they ask for, and that an interrupted start is completed."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from base64 import urlsafe_b64encode
from ctypes.util import find_library
from pathlib import Path

import pytest

from devtools import checks, system
from devtools.console import Steps, Stop
from devtools.environment import RUN_LOCK, TEST_LOCK, Environment
from devtools.state import State

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (RUN_LOCK, TEST_LOCK)


# --- the lock files


def pins(lock: str) -> dict[str, list[str]]:
    """Return the hashes of each "name==version ; marker" of a lock file."""
    found: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip()):
        first, *rest = [line.strip().removesuffix("\\").strip() for line in entry.splitlines()]
        found[first] = [line.removeprefix("--hash=sha256:") for line in rest]
    return found


def names(lock: str) -> set[str]:
    return {pin.partition("==")[0] for pin in pins(lock)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_file_has_its_hash(lock: str) -> None:
    for pin, hashes in pins(lock).items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*( ; .+)?", pin)
        assert hashes
        assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in hashes)


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_place(lock: str) -> None:
    assert not re.search(r"://|index|find-links|\s/", (ROOT / lock).read_text(encoding="utf-8"))


def test_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    def asked(lines: list[str]) -> set[str]:
        return {re.split(r"[<>=!~ ;\[]", line)[0].lower() for line in lines}

    runtime = asked(project["project"]["dependencies"])
    assert runtime <= names(RUN_LOCK)
    assert runtime | asked(project["dependency-groups"]["dev"]) <= names(TEST_LOCK)


def test_checks_run_on_the_very_versions_that_are_shipped() -> None:
    assert pins(RUN_LOCK).items() <= pins(TEST_LOCK).items()


# --- system packages


class Machine:
    """A Linux machine as the installer sees it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.root = False
        self.terminal = False
        self.programs = {"apt-get", "sudo"}
        self.sudo_asks = True
        self.failing = ""
        self.typed: list[list[str]] = []
        patch.setattr(system.os, "geteuid", lambda: 0 if self.root else 1000)
        patch.setattr(system.sys.stdin, "isatty", lambda: self.terminal, raising=False)
        patch.setattr(system.shutil, "which", lambda name: name if name in self.programs else None)
        patch.setattr(system, "_quietly", self.run)

    def run(self, command: list[str]) -> tuple[int, str]:
        if command == ["sudo", "-n", "true"]:
            return int(self.sudo_asks), ""
        self.typed.append(command)
        return (100, "E: no such package") if self.failing and self.failing in command else (0, "")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def test_root_installs_by_itself(machine: Machine) -> None:
    machine.root = True
    system.install(["libegl1", "libgl1"], Steps())
    update, install = machine.typed
    assert update[0] == "env"
    assert update[-1] == "update"
    assert install[-5:] == ["install", "-y", "--no-install-recommends", "libegl1", "libgl1"]


def test_sudo_without_password_installs_by_itself(machine: Machine) -> None:
    machine.sudo_asks = False
    system.install(["libegl1"], Steps())
    assert [command[:2] for command in machine.typed] == [["sudo", "-n"]] * 2


def test_sudo_may_ask_at_a_terminal(machine: Machine) -> None:
    machine.terminal = True
    system.install(["libegl1"], Steps())
    assert [command[:2] for command in machine.typed] == [["sudo", "env"]] * 2


@pytest.mark.parametrize("programs", [{"apt-get", "sudo"}, {"apt-get"}])
def test_others_are_told_the_one_command(machine: Machine, programs: set[str]) -> None:
    machine.programs = programs
    with pytest.raises(Stop, match="sudo apt-get update && sudo apt-get install -y --no-install-recommends a b"):
        system.install(["a", "b"], Steps())
    assert not machine.typed


def test_other_systems_are_told_the_names(machine: Machine) -> None:
    machine.root = True
    machine.programs = set()
    with pytest.raises(Stop, match=r"no apt-get here(.|\n)* a b"):
        system.install(["a", "b"], Steps())


def test_a_refusal_of_apt_is_shown(machine: Machine) -> None:
    machine.root = True
    machine.failing = "install"
    with pytest.raises(Stop, match="E: no such package"):
        system.install(["a"], Steps())


def test_a_failing_update_does_not_stop_the_install(machine: Machine) -> None:
    machine.root = True
    machine.failing = "update"
    system.install(["a"], Steps())
    assert "install" in machine.typed[-1]


def test_nothing_missing_asks_for_nothing(machine: Machine) -> None:
    system.install([], Steps())
    assert not machine.typed


def test_only_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> None:
        if name in {"libEGL.so.1", "libxcb-cursor.so.0"}:
            raise OSError(name)

    monkeypatch.setattr(system.ctypes, "CDLL", load)
    assert system.missing(["offscreen"]) == ["libegl1"]
    assert system.missing(["offscreen", "window"]) == ["libegl1", "libxcb-cursor0"]


def test_a_real_library_is_found_and_an_invented_one_is_not() -> None:
    assert system.Need("libc6", library=find_library("c") or "").met()
    assert not system.Need("libnone", library="libnone.so.99").met()


def test_a_window_needs_more_than_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.sys, "platform", "linux")
    assert system.groups_for_run({}) == ("offscreen",)
    assert system.groups_for_run({"DISPLAY": ":0"}) == ("offscreen", "window")
    assert system.groups_for_run({"WAYLAND_DISPLAY": "wayland-0"}) == ("offscreen", "window")
    monkeypatch.setattr(system.sys, "platform", "darwin")
    assert system.groups_for_run({"DISPLAY": ":0"}) == ()


# --- the environment, really made: a copy of the project whose one requirement is a wheel on this disk


def build_wheel(folder: Path, version: str) -> str:
    """Write a wheel of a one-line package, and return its line for a lock file."""
    info = f"sample_wheel-{version}.dist-info"
    contents = {
        "sample_wheel.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: sample-wheel\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = []
    for name, text in contents.items():
        digest = urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record.append(f"{name},sha256={digest},{len(text)}")
    contents[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    file = folder / f"sample_wheel-{version}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return f"sample-wheel=={version} --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


class Copy:
    """A small project that is started by our own dev.py."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.wheels = root / "wheels"
        self.wheels.mkdir(parents=True)
        shutil.copy(ROOT / "dev.py", root)
        shutil.copytree(ROOT / "devtools", root / "devtools", ignore=shutil.ignore_patterns("__pycache__"))
        (root / "cmoplanner").mkdir()
        (root / "cmoplanner" / "__main__.py").write_text(
            "import sys, sample_wheel\nprint(sample_wheel.VERSION, sys.argv[1:], sys.flags.safe_path)\n",
            encoding="utf-8",
        )
        self.lock("1.0")

    def lock(self, version: str) -> None:
        (self.root / RUN_LOCK).write_text(build_wheel(self.wheels, version), encoding="utf-8")

    def settings(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "DISPLAY", "WAYLAND"))}
        return kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri()}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(self.root / "dev.py"), "run", *arguments]
        return subprocess.run(
            command, cwd=self.root.parent, env=self.settings(), capture_output=True, text=True, check=False
        )

    @property
    def state(self) -> Path:
        return self.root / ".venv" / "dev-state.json"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return a copy of the project that was started once."""
    copy = Copy(tmp_path_factory.mktemp("project") / "with space")
    first = copy.run("--flag", "a b")
    assert first.returncode == 0, first.stderr
    assert first.stdout == "1.0 ['--flag', 'a b'] True\n"
    assert "Creating .venv" in first.stderr
    return copy


@pytest.mark.slow
def test_the_second_start_only_starts(made: Copy) -> None:
    before = made.state.stat().st_mtime_ns
    again = made.run("x")
    assert (again.stdout, again.stderr) == ("1.0 ['x'] True\n", "")
    assert made.state.stat().st_mtime_ns == before


@pytest.mark.slow
def test_a_changed_lock_is_installed(made: Copy) -> None:
    made.lock("2.0")
    changed = made.run()
    assert changed.stdout == "2.0 ['open', '--sample'] True\n", changed.stderr
    assert "Creating .venv" not in changed.stderr


@pytest.mark.slow
def test_a_wheel_that_was_tampered_with_is_refused_and_the_next_start_recovers(made: Copy) -> None:
    made.lock("3.0")
    wheel = made.wheels / "sample_wheel-3.0-py3-none-any.whl"
    genuine = wheel.read_bytes()
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("evil.py", "")
    refused = made.run()
    assert refused.returncode == 1
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert "could not be installed" in refused.stderr
    assert json.loads(made.state.read_bytes())["finished"] is False

    wheel.write_bytes(genuine)
    recovered = made.run()
    assert recovered.stdout == "3.0 ['open', '--sample'] True\n", recovered.stderr
    assert "Removing what an interrupted or older start left" in recovered.stderr


@pytest.mark.slow
def test_a_moved_project_is_prepared_anew(made: Copy, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(made.root, moved, symlinks=True)
    environment = Environment(moved)
    assert State.read(moved / ".venv" / "dev-state.json") is not None
    assert not environment.ready(RUN_LOCK, ())
    assert Environment(made.root).ready(RUN_LOCK, ())


# --- the environment's state


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """Return an environment that is complete but for its contents."""
    (tmp_path / RUN_LOCK).write_text("a==1\n", encoding="utf-8")
    environment = Environment(tmp_path)
    environment.python.parent.mkdir(parents=True)
    environment.python.symlink_to(sys.executable)
    State(
        root=str(tmp_path),
        python=os.path.realpath(sys.executable),
        locks={RUN_LOCK: hashlib.sha256(b"a==1\n").hexdigest()},
        system=["offscreen"],
        finished=True,
    ).write(tmp_path / ".venv" / "dev-state.json")
    return environment


def test_complete_is_ready(environment: Environment) -> None:
    assert environment.ready(RUN_LOCK, ("offscreen",))


@pytest.mark.parametrize("change", [{"finished": False}, {"python": "/gone"}, {"root": "/gone"}, {"locks": {}}])
def test_each_part_of_the_state_counts(environment: Environment, change: dict[str, object]) -> None:
    file = environment.folder / "dev-state.json"
    file.write_text(json.dumps(json.loads(file.read_bytes()) | change), encoding="utf-8")
    assert not environment.ready(RUN_LOCK, ("offscreen",))


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"other": 1}'])
def test_half_a_state_is_not_ready(environment: Environment, text: str) -> None:
    (environment.folder / "dev-state.json").write_text(text, encoding="utf-8")
    assert not environment.ready(RUN_LOCK, ())


def test_a_screen_that_appears_later_is_prepared_for(environment: Environment) -> None:
    assert not environment.ready(RUN_LOCK, ("offscreen", "window"))


def test_an_environment_of_somebody_else_is_left_alone(environment: Environment) -> None:
    (environment.folder / "dev-state.json").unlink()
    own = environment.folder / "pyvenv.cfg"
    own.write_text("home = /usr/bin\n", encoding="utf-8")
    with pytest.raises(Stop, match="was not made by"):
        environment.prepare(RUN_LOCK, ())
    assert own.exists()


# --- the words of the command line


def start(*arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    program = f"import runpy, sys\n{before}\nsys.argv = ['dev.py', *sys.argv[1:]]\nsys.path.insert(0, '.')\n"
    program += "runpy.run_path('dev.py', run_name='__main__')"
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_an_old_python_is_told_in_a_sentence() -> None:
    done = start("run", before="sys.version_info = (3, 9, 2, 'final', 0)")
    assert done.returncode == 1
    assert done.stderr == "CMO Planner needs Python 3.11 or newer, and this is Python 3.9.\n"


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("fly",), 2), (("--help",), 0)])
def test_help(arguments: tuple[str, ...], code: int) -> None:
    done = start(*arguments)
    assert done.returncode == code
    assert "python3 dev.py test [fast]" in done.stdout + done.stderr


# --- the checks


def test_all_checks_run_whatever_the_first_says(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def check(name: str, program: str, *, shown: bool = False) -> checks.Check:
        return checks.Check(name, [sys.executable, "-c", program], shown)

    plan = [
        check("first", "print('why it failed'); raise SystemExit(3)"),
        check("second", "print('of no interest')"),
        check("third", "print('4 passed in 0.1s')", shown=True),
    ]
    monkeypatch.setattr(checks, "planned", lambda *_, **__: plan)
    assert checks.run(Environment(tmp_path), [], fast=False) == 1
    printed = capfd.readouterr().out
    assert "why it failed" in printed
    assert "of no interest" not in printed
    assert "4 passed in 0.1s" in printed
    assert re.search(r"^first +FAILED", printed, re.MULTILINE)
    assert re.search(r"^second +ok", printed, re.MULTILINE)
    plan.pop(0)
    assert checks.run(Environment(tmp_path), [], fast=False) == 0


def test_the_fast_set_needs_neither_windows_nor_an_office() -> None:
    environment = Environment(ROOT)
    fast = {check.name: " ".join(check.command) for check in checks.planned(environment, ["-x"], fast=True)}
    full = {check.name: " ".join(check.command) for check in checks.planned(environment, ["-x"], fast=False)}
    assert set(full) - set(fast) == {"mypy", "import-linter"}
    assert "not qt and not office and not slow" in fast["pytest"]
    assert "not qt" not in full["pytest"]
    assert fast["pytest"].endswith(" -x")
    assert full["pytest"].endswith(" -x")


def test_a_whole_set_takes_all_processors_and_a_choice_of_tests_starts_at_once() -> None:
    def tests(*arguments: str, fast: bool) -> str:
        return " ".join(checks.planned(Environment(ROOT), arguments, fast=fast)[-1].command)

    assert tests(fast=False).endswith(" -m pytest -n auto --dist worksteal")
    assert " -n auto " in tests(fast=True)
    assert tests("-k", "money", fast=False).endswith(" -m pytest -k money")
    assert " -n " not in tests("tests/model", fast=True)


@pytest.mark.slow
def test_a_crash_fails_the_run_and_is_named(tmp_path: Path) -> None:
    """The tests of a whole set go on after a test that ends its process, and the run has failed."""
    file = tmp_path / "test_crash.py"
    file.write_text("import os\ndef test_crash():\n    os.abort()\ndef test_sound():\n    pass\n", encoding="utf-8")
    command = [*checks.planned(Environment(ROOT), (), fast=False)[-1].command, "-c", "pyproject.toml", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.search(r"worker 'gw\d+' crashed while running '.*test_crash'", done.stdout)
    assert re.search(r"^FAILED .*test_crash", done.stdout, re.MULTILINE)
    assert "1 failed, 1 passed" in done.stdout


def test_checks_keep_what_they_compiled(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    command = [sys.executable, "-c", "import sys; print('kept:', not sys.dont_write_bytecode)"]
    monkeypatch.setattr(checks, "planned", lambda *_, **__: [checks.Check("a", command, shown=True)])
    assert checks.run(Environment(tmp_path), [], fast=False) == 0
    assert "kept: True" in capfd.readouterr().out


def test_ci_runs_the_whole_set() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "set -euo pipefail" in script
    assert script.rstrip().endswith("python3 dev.py test")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
