"""Recalculates workbooks with LibreOffice: the cached values in the file are not believed."""

import shutil
import subprocess
from pathlib import Path

import pytest

_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def recalculated(workbook: Path, folder: Path) -> Path:
    """Return a copy of the workbook with every formula calculated anew."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.fail("LibreOffice is missing: run the tests with `python3 dev.py test`, which installs it.")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE)
    out = folder / "recalculated"
    done = subprocess.run(
        [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", out,
         workbook],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    result = out / workbook.name
    assert result.exists(), done.stdout + done.stderr
    return result
