"""Recalculates workbooks with LibreOffice: the cached values in the file are not believed."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def recalculated(workbook: Path, folder: Path) -> Path:
    """Return a copy of the workbook with every formula calculated anew."""
    return recalculated_all([workbook], folder)[0]


def recalculated_all(workbooks: Sequence[Path], folder: Path) -> list[Path]:
    """Return copies of workbooks with every formula calculated anew, in one run of LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.fail("LibreOffice is missing: run the tests with `python3 dev.py test`, which installs it.")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE)
    out = folder / "recalculated"
    done = subprocess.run(
        [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", out,
         *workbooks],
        capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip
    results = [out / workbook.name for workbook in workbooks]
    assert all(result.exists() for result in results), done.stdout + done.stderr
    return results
