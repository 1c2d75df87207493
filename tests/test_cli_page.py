"""The export command: each kind of file with what was asked for, and a sentence for what means nothing."""

import csv
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import vobject
from pptx import Presentation
from pypdf import PdfReader
from PySide6.QtGui import QImage

from cmoplanner.cli import main
from cmoplanner.model.phasing import net_by_month
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.projection.draws import Draws
from cmoplanner.report.deck.material import Material, gather
from tests.plans import norrvik

Q2 = "FY27 Q2: 664 k EUR for 45 activities; 6.04 M revenue is expected"
YEAR = "Plan reaches 25.1 M EUR with 2.13 M of marketing; goal needs 684 k more"


@lru_cache(maxsize=1)
def _gathered() -> Material:
    return gather(read_snapshot(sample_plan()).plan, draws=Draws(50, 1))


@pytest.fixture(autouse=True)
def _gathered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work the sample out once, with few draws: its ranges are not what is tested here."""
    monkeypatch.setattr("cmoplanner.report.deck.material.gather", lambda *_given: _gathered())


def export(out: Path, *given: str) -> int:
    return main(["export", str(sample_plan()), str(out), *given])


def words(page: Any) -> str:
    return " ".join(page.extract_text().split())


@pytest.mark.qt
def test_a_deck_is_a_pdf_with_outline_language_and_title(tmp_path: Path) -> None:
    out = tmp_path / "deck.pdf"
    assert export(out, "--page", "deck", "--paper", "A4", "--theme", "print") == 0
    reader = PdfReader(out)
    titles = [entry.title for entry in reader.outline]
    assert len(titles) == len(reader.pages) >= 7
    assert YEAR in [" ".join(title.split()) for title in titles]
    for title, page in zip(titles, reader.pages, strict=True):
        assert " ".join(title.split()) in words(page)
        box = page.mediabox
        assert (float(box.width) / 72 * 25.4, float(box.height) / 72 * 25.4) == pytest.approx((297, 210), abs=1)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-IE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == norrvik().header.name
    fonts = {font["/BaseFont"]: font for page in reader.pages for font in _fonts(page)}
    assert all("Inter" in name for name in fonts)
    for font in fonts.values():
        inside = font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].get_data()
        assert 2_000 < len(inside) < 100_000  # a part of each font, of half a million bytes, is in the file


def _fonts(page: Any) -> list[Any]:
    return [entry.get_object() for entry in page["/Resources"]["/Font"].values()]


@pytest.mark.qt
def test_a_range_by_a_grouping_is_one_page_as_pdf_picture_and_svg(tmp_path: Path) -> None:
    assert export(tmp_path / "q2.pdf", "--range", "2027-04..2027-06", "--group", "channel") == 0
    (page,) = PdfReader(tmp_path / "q2.pdf").pages
    assert Q2 in words(page)
    assert "Paid social" in words(page)
    assert export(tmp_path / "a3.pdf", "--range", "Q2", "--paper", "A3") == 0
    (page,) = PdfReader(tmp_path / "a3.pdf").pages
    assert Q2 in words(page)
    places: list[float] = []
    page.extract_text(visitor_text=lambda _text, _cm, tm, _font, _size: places.append(tm[5]))
    assert (max(places) - min(places)) / float(page.mediabox.height) > 0.85  # paper of any shape is filled
    assert export(tmp_path / "q2.png", "--range", "Q2", "--scale", "0.5") == 0
    assert QImage(str(tmp_path / "q2.png")).width() == 960
    assert export(tmp_path / "q2.svg", "--range", "Q2", "--audience", "partner") == 0
    found = ET.parse(tmp_path / "q2.svg").getroot()  # noqa: S314 # our own file
    texts = " ".join("".join(node.itertext()) for node in found.iter("{http://www.w3.org/2000/svg}text"))
    assert "FY27 Q2: 45 activities" in texts
    assert "Property owners" in texts
    assert "664" not in texts


@pytest.mark.qt
def test_pages_and_charts_by_name_become_pictures_and_slides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(tmp_path / "two.png", "--page", "outcome.1,asks") == 0
    written = capsys.readouterr().out.split()
    assert [Path(name).name for name in written] == ["two-01.png", "two-02.png"]
    assert all((QImage(name).width(), QImage(name).height()) == (1920, 1080) for name in written)
    assert export(tmp_path / "two.pptx", "--page", "outcome.1,asks", "--font", "Georgia", "--accent", "AA1122") == 0
    slides = list(Presentation(str(tmp_path / "two.pptx")).slides)
    assert len(slides) == 2
    assert any(shape.has_chart for shape in slides[0].shapes)
    with zipfile.ZipFile(tmp_path / "two.pptx") as archive:
        themes = [archive.read(name) for name in archive.namelist() if "theme/theme1" in name]
    assert any(b"Georgia" in theme and b"AA1122" in theme for theme in themes)
    assert export(tmp_path / "none.png", "--page", "outcome.9") == 2
    assert "outcome.1 Revenue by month" in capsys.readouterr().err


def test_calendar_files_and_tables_have_the_plans_rows(tmp_path: Path) -> None:
    plan = norrvik()
    assert export(tmp_path / "plan.ics", "--range", "Q2") == 0
    events = vobject.readOne((tmp_path / "plan.ics").read_text(encoding="utf-8")).vevent_list
    assert {event.summary.value for event in events} >= {"Half-year re-plan"}
    assert export(tmp_path / "plan.csv") == 0
    with (tmp_path / "plan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(plan.activities) + 1
    assert {row[0] for row in rows[1:]} == {row.name for row in plan.activities.values()}
    assert export(tmp_path / "plan.xlsx", "--page", "calendar") == 0
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx", data_only=True).worksheets[0]
    assert sheet.max_row == len(plan.activities) + 2
    months = [sheet.cell(sheet.max_row, column).value for column in range(17, 29)]
    wanted = [sum(net_by_month(row, plan.calendar)[i] for row in plan.activities.values()) / 100 for i in range(12)]
    assert months == pytest.approx(wanted)
    inside = [sum(sheet.cell(r, 17).value for r in range(2, sheet.max_row))]
    assert inside == pytest.approx(wanted[:1])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["page.pdf", "--range", "soon"], "is no time"),
        (["page.pdf", "--range", "1999"], "outside"),
        (["page.xlsx", "--range", "Q2"], "no range"),
        (["page.xlsx", "--page", "deck"], "no page “deck”"),
        (["page.pdf", "--page", "calendar", "--range", "Q2"], "no range"),
        (["page.pdf", "--range", "Q2", "--group", "weather"], "no lanes by"),
        (["page.pdf", "--group", "weather"], "group or colour"),
        (["page.pdf", "--page", "weather"], "no page “weather”"),
        (["page.pdf", "--page", "outcome.x"], "no page “outcome.x”"),
        (["page.pdf", "--audience", "partner"], "shows all money"),
        (["page.pdf", "--page", "deck", "--colour", "owner"], "always say the campaign"),
        (["page.png", "--paper", "A4"], "--paper has no meaning"),
        (["page.pdf", "--scale", "2"], "--scale has no meaning"),
        (["page.pdf", "--logo", "x.png"], "--logo has no meaning"),
        (["page.ics", "--group", "channel"], "--group has no meaning"),
        (["page.docx"], "no kind of file"),
        (["page.csv", "--lang", "tlh"], "no words in"),
        (["page.png", "--page", "asks,budget", "--audience", "partner"], "Nothing of that is shown"),
    ],
)
def test_what_cannot_be_written_is_said(
    given: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / given[0]
    assert export(out, *given[1:]) == 2
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_scale_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for scale in ("0", "99", "big"):
        with pytest.raises(SystemExit):
            export(tmp_path / "x.png", "--scale", scale)
        assert "0.25 to 6" in capsys.readouterr().err


@pytest.mark.qt
def test_what_changed_refers_to_the_approved_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.cmoplan"
    with Document.create_from(sample_plan(), path) as document:
        approved = document.name_version("Approved in March")
        document.name_version("Tried in April")
        with document.edit("Approve") as session:
            session.update("plan", document.plan.header.id, {"approved_version": approved.id})
    said: list[str] = []

    def gathered(*given: Any) -> Material:
        said.append(given[3])
        return _gathered()

    monkeypatch.setattr("cmoplanner.report.deck.material.gather", gathered)
    assert main(["export", str(path), str(tmp_path / "one.svg"), "--page", "asks"]) == 0
    assert said == ["Approved in March"]
