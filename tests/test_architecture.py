"""The house stands as CONTRIBUTING.md says: floors, forbidden libraries, short files, packaged resources."""

import ast
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "cmoplanner"
SOURCES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 400

# the program opens no connection, runs nothing found in a file, and has one SQLite library
FORBIDDEN = {
    "PySide6.QtNetwork", "PySide6.QtSql", "PySide6.QtWebEngineCore", "asyncio", "ftplib", "http", "httpx", "marshal",
    "pickle", "requests", "shelve", "smtplib", "socket", "ssl", "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip

BLOCKED_IMPORT = """
import importlib, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6"}:
            raise ModuleNotFoundError(f"{name} is blocked", name=name)

sys.meta_path.insert(0, Blocked())
for name in sys.argv[1:]:
    importlib.import_module(name)
print(len(sys.argv) - 1)
"""


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.AST) -> set[str]:
    """Return every dotted name that a module imports, wherever the import stands."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    return names


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_everything_below_the_windows_imports_without_qt() -> None:
    names = [module_name(path) for path in SOURCES if "ui" not in path.relative_to(PACKAGE).parts]
    done = python("-W", "error", "-c", BLOCKED_IMPORT, *names)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(len(names))


def test_the_blocker_blocks() -> None:
    done = python("-c", BLOCKED_IMPORT, "PySide6.QtCore")
    assert "PySide6 is blocked" in done.stderr


def test_the_contracts_hold() -> None:
    done = python("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_module(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "the module does not say what it is"
    assert text.count("\n") <= LONGEST, "the module has grown too long: split it by noun"
    names = imported(tree)
    used = {name for name in names if any(name == bad or name.startswith(f"{bad}.") for bad in FORBIDDEN)}
    assert not used


@pytest.mark.parametrize("line", ["import socket", "from http import client", "from PySide6 import QtNetwork"])
def test_forbidden_imports_are_seen(line: str) -> None:
    assert imported(ast.parse(f"def later():\n    {line}")) & FORBIDDEN


@pytest.mark.parametrize("path", sorted((PACKAGE / "resources" / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_icon_takes_any_colour_on_the_common_grid(path: Path) -> None:
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    assert (root.get("viewBox"), root.get("stroke"), root.get("stroke-width")) == ("0 0 20 20", "currentColor", "1.5")
    painted = {element.get(key) for element in root.iter() for key in ("fill", "stroke")}
    assert painted <= {"none", "currentColor", None}


def test_each_packaged_kind_of_file_is_there() -> None:
    fonts = {path.name for path in (PACKAGE / "resources" / "fonts").iterdir()}
    assert fonts == {"Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf", "OFL.txt"}


def test_no_file_names_a_folder_of_a_developer_machine() -> None:
    homes = (b"/home" + b"/", b"/root" + b"/", os.fsencode(str(ROOT)) + b"/")
    folders = ("cmoplanner", "devtools", "tests", "bench", "docs", ".ci")
    files = [path for path in ROOT.iterdir() if path.is_file()]
    files += [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix != ".pyc"]
    assert len(files) > 100
    found = [path for path in files if path.is_file() and any(home in path.read_bytes() for home in homes)]
    assert not found
