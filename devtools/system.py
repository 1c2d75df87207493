"""The system's packages that Qt and the tests need: which are missing, and how they come."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from devtools.console import Steps, Stop


@dataclass(frozen=True)
class Need:
    """One package of Debian's, known to be there by a shared library, a program or a file."""

    package: str
    library: str = ""
    program: str = ""
    file: str = ""

    def met(self) -> bool:
        """Tell whether the machine has it."""
        if self.program:
            return shutil.which(self.program) is not None
        if self.file:
            return Path(self.file).exists()
        try:
            ctypes.CDLL(self.library)
        except OSError:
            return False
        return True


# what Qt loads, found out in an empty Debian; each group is checked once and noted in the environment's state
NEEDS: Mapping[str, tuple[Need, ...]] = {
    "offscreen": (
        Need("libglib2.0-0", library="libgthread-2.0.so.0"),
        Need("libegl1", library="libEGL.so.1"),
        Need("libgl1", library="libGL.so.1"),
        Need("libxkbcommon0", library="libxkbcommon.so.0"),
        Need("libdbus-1-3", library="libdbus-1.so.3"),
        Need("libfontconfig1", library="libfontconfig.so.1"),
    ),
    "window": (
        Need("libx11-xcb1", library="libX11-xcb.so.1"),
        Need("libxcb-cursor0", library="libxcb-cursor.so.0"),
        Need("libxcb-icccm4", library="libxcb-icccm.so.4"),
        Need("libxcb-keysyms1", library="libxcb-keysyms.so.1"),
        Need("libxcb-shape0", library="libxcb-shape.so.0"),
        Need("libxkbcommon-x11-0", library="libxkbcommon-x11.so.0"),
        Need("libwayland-cursor0", library="libwayland-cursor.so.0"),
        Need("libwayland-egl1", library="libwayland-egl.so.1"),
    ),
    "tests": (
        Need("xvfb", program="Xvfb"),
        Need("xauth", program="xauth"),
        Need("libreoffice-calc-nogui", program="soffice"),
        Need("libreoffice-impress-nogui", file="/usr/lib/libreoffice/program/libslideshowlo.so"),
        Need("poppler-utils", program="pdftotext"),
    ),
}

VENV = ["python3-venv"]  # the part of Python that makes environments, which Debian packs apart


def groups_for_run(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return what starting the program takes: a real window only where there is a screen."""
    if sys.platform != "linux":
        return ()
    screen = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return ("offscreen", "window") if screen else ("offscreen",)


def groups_for_tests() -> tuple[str, ...]:
    """Return what the whole set of checks takes."""
    return ("offscreen", "window", "tests") if sys.platform == "linux" else ()


def missing(groups: Iterable[str]) -> list[str]:
    """Return the packages of these groups that the machine lacks."""
    return [need.package for group in groups for need in NEEDS[group] if not need.met()]


def install(packages: list[str], steps: Steps) -> None:
    """Install packages with apt as root or through sudo; where neither may be, stop with the one command to type."""
    if not packages:
        return
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise Stop(
            f"System packages are missing, and there is no apt-get here. Please install what this system calls "
            f"these packages of Debian's, then start again:\n\n    {names}"
        )
    prefix = privilege()
    if prefix is None:
        raise Stop(
            f"System packages are missing. Please type this, then start again:\n\n"
            f"    sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}"
        )
    steps.say(f"Installing {names}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    _quietly([*apt, "update"])  # a stale source must not stop an install that works without it
    code, output = _quietly([*apt, "install", "-y", "--no-install-recommends", *packages])
    if code:
        tail = "\n".join(output.splitlines()[-12:])
        raise Stop(f"{tail}\n\napt-get could not install {names}. Check the network, then start again.")


def privilege() -> list[str] | None:
    """Return what to put before apt-get, or None where the user has to type it."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if _quietly(["sudo", "-n", "true"])[0] == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None


def _quietly(command: list[str]) -> tuple[int, str]:
    import subprocess

    # stdin stays: sudo may ask for the password there; its question goes to the terminal, not to the pipe
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout
