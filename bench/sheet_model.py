"""The projection of a plan as a workbook of live formulas, recalculated by LibreOffice: a spreadsheet's own speed."""

import csv
import shutil
import subprocess
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from cmoplanner.exchange.workbook import export_workbook
from cmoplanner.i18n import _
from cmoplanner.projection.outcome import Outcome

_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop></item></oor:items>
"""

_ALWAYS, _NEVER = 0, 1  # what LibreOffice calls recalculating on loading


@dataclass(frozen=True, slots=True)
class Recalculated:
    """Seconds of the shortest of some runs that open, recalculate and write a workbook, and without recalculation."""

    formulas: int
    recalculating: float
    opening: float
    revenue: float

    @property
    def seconds(self) -> float:
        """What recalculation alone takes."""
        return max(1e-3, self.recalculating - self.opening)


def recalculated(outcome: Outcome, runs: int = 3) -> Recalculated | None:
    """Measure LibreOffice on the workbook of an outcome; None without LibreOffice. Its revenue is read back."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "model.xlsx"
        export_workbook(outcome.compiled.plan, outcome, path)
        formulas = _formulas(path)
        profiles = {mode: folder / f"profile{mode}" for mode in (_ALWAYS, _NEVER)}
        for mode, profile in profiles.items():
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE.format(mode=mode))
            _convert(office, profile, path, folder / "first", "csv")  # makes the profile
        seconds: dict[int, list[float]] = {mode: [] for mode in profiles}
        for _run in range(runs):  # in turn, so that a busy moment meets both
            for mode, profile in profiles.items():
                seconds[mode].append(_convert(office, profile, path, folder / f"out{mode}", "ods"))
        _convert(office, profiles[_ALWAYS], path, folder / "out", "csv")
        revenue = _total(folder / "out" / "model.csv")
    return Recalculated(formulas, min(seconds[_ALWAYS]), min(seconds[_NEVER]), revenue)


def _convert(office: str, profile: Path, path: Path, out: Path, kind: str) -> float:
    """Return the seconds of one conversion; a whole document needs every cell, a CSV file those of the first sheet."""
    start = time.perf_counter()
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(out), str(path)], capture_output=True, check=True, timeout=600)
    return time.perf_counter() - start


def _total(path: Path) -> float:
    """Return the projected revenue of the year from the summary, the first sheet."""
    with path.open(encoding="utf-8", newline="") as file:
        found = {row[0]: row[1] for row in csv.reader(file) if len(row) > 1}
    return float(found[_("Projected revenue")].replace(",", ""))


def _formulas(path: Path) -> int:
    with zipfile.ZipFile(path) as parts:
        return sum(parts.read(name).count(b"<f>") for name in parts.namelist() if "worksheets" in name)
