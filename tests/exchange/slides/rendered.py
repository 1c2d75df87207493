"""Renders presentations with LibreOffice and tells where words really stand on each page."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import pytest

from cmoplanner.paths import resource

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>
"""
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Word:
    """A word on a page, in px of 1920 × 1080."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Leaf:
    """A rendered page: its size in points and its words."""

    width: float
    height: float
    words: tuple[Word, ...]


def as_pdf(slides: Path, folder: Path) -> Path:
    """Return a presentation as LibreOffice prints it, with the bundled font."""
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("LibreOffice is missing: run the tests with `python3 dev.py test`, which installs it.")
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(fonts=resource("fonts"), cache=folder / "cache"))
    done = subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", folder, slides],
        env={"FONTCONFIG_FILE": str(fonts), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    made = folder / f"{slides.stem}.pdf"
    assert made.exists(), done.stdout + done.stderr
    return made


def leaves(pdf: Path) -> list[Leaf]:
    """Return the pages of a PDF with where each word stands."""
    found = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True, timeout=60)
    pages = ET.fromstring(found.stdout).iter(f"{_XHTML}page")  # noqa: S314 # made by the tool one line above
    read = []
    for page in pages:
        width, height = float(page.get("width", "1")), float(page.get("height", "1"))
        scale = 1920 / width
        words = tuple(
            Word(word.text or "", *(float(word.get(key, "0")) * scale for key in ("xMin", "yMin", "xMax", "yMax")))
            for word in page.iter(f"{_XHTML}word")
        )
        read.append(Leaf(width, height, words))
    return read


def overlaps(leaf: Leaf) -> list[tuple[str, str]]:
    """Return pairs of words that stand on each other by more than a tenth of their height."""
    found = []
    words = [word for word in leaf.words if any(letter.isalnum() for letter in word.text)]  # signs are drawn in pieces
    for i, one in enumerate(words):
        for other in words[:i]:
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            least = min(one.bottom - one.top, other.bottom - other.top)
            if across > 2 and down > 0.35 * least:  # the boxes of lines reach into each other a little
                found.append((other.text, one.text))
    return found
