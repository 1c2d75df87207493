"""The command line: what it prints, its exit codes, and that it leaves files alone."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from cmoplanner import cli, cli_jobs
from cmoplanner.cli import main
from cmoplanner.exchange.plan_tables import read_folder
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from tests.plans import NORRVIK, reference

HEAVY = ("numpy", "sqlalchemy", "PySide6", "babel", "xlsxwriter", "platformdirs", "pptx", "icalendar", "pypdf")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(name="plan")
def _plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "plan.cmoplan"
    assert main(["new", str(path), "--sample"]) == 0
    capsys.readouterr()
    return path


def test_the_start_imports_nothing_heavy() -> None:
    script = f"import sys, cmoplanner.cli, cmoplanner.__main__; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["check", "--help"]])
def test_asking_imports_nothing_heavy_and_succeeds(words: list[str]) -> None:
    script = (
        "import sys\nfrom cmoplanner.cli import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit as end:\n    assert not end.code\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_check_project_and_export_leave_the_plan_alone(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest(plan), plan.stat().st_mtime_ns, sorted(plan.parent.iterdir())
    assert main(["check", str(plan)]) == 0
    assert "is sound: 70 activities" in capsys.readouterr().out
    assert main(["project", str(plan)]) == 0
    out = capsys.readouterr().out
    assert "2,126,250.00" in out
    assert "25,115,686" in out
    assert "\u22121,211,318" in out
    assert (digest(plan), plan.stat().st_mtime_ns, sorted(plan.parent.iterdir())) == before


def test_the_json_holds_every_figure_of_the_reference(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["project", str(plan), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    expected = reference("demo_expected")
    parts = ["budget", "projection", "projection_by_month", "projection_by_cell", "attribution"]
    assert list(found) == [*parts, "totals"]
    assert found["budget"] == expected["budget"]
    for key, value in expected["projection"].items():
        assert found["projection"][key] == pytest.approx(value, rel=1e-6), key


def test_it_reads_a_plan_that_is_open_in_a_window(plan: Path, tmp_path: Path) -> None:
    with Document.open(plan):
        assert main(["check", str(plan)]) == 0
        assert main(["project", str(plan), "--json"]) == 0
        assert main(["export-tables", str(plan), str(tmp_path / "tables")]) == 0
    assert (tmp_path / "tables" / "activities.csv").exists()


def test_tables_in_and_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.cmoplan"
    assert main(["import-tables", str(NORRVIK), str(out)]) == 0
    said = capsys.readouterr().out
    assert "“x.cmoplan” holds 924 rows." in said
    assert "Kept" not in said, "every table of the sample has its home"
    assert main(["export-tables", str(out), str(tmp_path / "tables")]) == 0
    assert "39 files" in capsys.readouterr().out
    assert main(["export-tables", str(out), str(tmp_path / "tables")]) == 2
    assert main(["export-tables", str(out), str(tmp_path / "tables"), "--force"]) == 0
    before = digest(out)
    assert main(["import-tables", str(NORRVIK), str(out)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert digest(out) == before
    assert main(["import-tables", str(NORRVIK), str(out), "--force"]) == 0


def test_bad_rows_are_printed_with_file_line_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    for path in NORRVIK.iterdir():
        text = path.read_text(encoding="utf-8")
        if path.name == "activities.csv":
            text = text.replace("2027-02-15,2027-04-30", "soon,2027-04-30", 1).replace(",9000.00,", ",9000.001,", 1)
        (folder / path.name).write_text(text, encoding="utf-8")
    assert main(["import-tables", str(folder), str(tmp_path / "x.cmoplan")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "2 places in “tables” cannot be imported.",
        "Correct them and import again. Nothing was written.",
        "activities.csv:2 [gross_spend]: “9000.001” has more than 2 decimals",
        "activities.csv:5 [start]: “soon” is not a date like 2027-03-31",
    ]
    assert not (tmp_path / "x.cmoplan").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file"),
        (b"", "is not a CMO Planner plan"),
        (b"hello" * 100, "is not a CMO Planner plan"),
    ],
)
@pytest.mark.parametrize("command", ["check", "project", "export", "export-tables"])
def test_a_file_that_is_no_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "x.cmoplan"
    if content is not None:
        path.write_bytes(content)
    more = {"export": [str(tmp_path / "o.xlsx")], "export-tables": [str(tmp_path / "o")]}.get(command, [])
    assert main([command, str(path), *more]) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err.splitlines()[0]
    assert len(captured.err.splitlines()) >= 2, "a remedy follows"
    assert captured.out == ""
    assert content is None or path.read_bytes() == content


def test_a_damaged_plan_is_told_apart(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray(plan.read_bytes())
    at = data.find(b"Webinar with Brightloom")
    data[at : at + 1] = b"X"
    plan.write_bytes(bytes(data))
    assert main(["check", str(plan)]) == 2
    assert "is damaged" in capsys.readouterr().err


def test_rows_that_do_not_agree_are_named_by_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.cmoplan"
    read = read_folder(NORRVIK)
    rows = {name: [dict(row) for row in found] for name, found in read.rows.items()}
    rows["activity"][4]["depends_on"] = "A404"
    rows["campaign"][0]["end"] = "2026-01-01"
    Document.create(path, rows).close()
    assert main(["check", str(path)]) == 2
    first, second, note, last = capsys.readouterr().out.splitlines()
    assert first.startswith("Activity A005 [depends_on]: Activity “A404” does not exist. ")
    assert second.startswith("Campaign hc [end]: the end is before the start. ")
    assert note.startswith("Objective O4 [goal_id]: ")
    assert last == "2 problems in “plan.cmoplan”"


def test_export_writes_a_workbook(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.xlsx"
    assert main(["export", str(plan), str(out)]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert openpyxl.load_workbook(out, read_only=True).sheetnames[0] == "Summary"
    assert main(["export", str(plan), str(tmp_path / "out.doc")]) == 2
    assert "ends in one of these: .xlsx, .pdf" in capsys.readouterr().err


def test_a_new_plan_takes_the_decimals_of_its_currency(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.cmoplan"
    words = ["--company", "Ünï", "--currency", "KWD", "--budget", "12.345", "--fy-start", "2027-07-01"]
    assert main(["new", str(path), *words]) == 0
    with Document.open(path) as document:
        header = document.plan.header
    assert (header.company, header.currency_decimals, header.topdown_budget) == ("Ünï", 3, 12_345)
    assert str(header.fy_start) == "2027-07-01"
    assert main(["new", str(path)]) == 2
    assert main(["new", str(tmp_path / "b.cmoplan"), "--budget", "much", "--currency", "euro"]) == 2
    assert "is not an amount" in capsys.readouterr().err
    assert not (tmp_path / "b.cmoplan").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], {"job": "open", "plan": None}),
        (["x.cmoplan"], {"job": "open", "plan": Path("x.cmoplan")}),
        (["--data", "d", "x.cmoplan"], {"job": "open", "plan": Path("x.cmoplan"), "data": Path("d")}),
        (["--data", "check"], {"job": "open", "plan": None, "data": Path("check")}),
        (["--data", "d", "check", "y"], {"job": "check", "plan": Path("y"), "data": Path("d")}),
        (["shots", "p", "d"], {"job": "shots", "size": (1440, 900), "theme": "light"}),
        (["shots", "p", "d", "--size", "800x600", "--theme", "dark"], {"size": (800, 600), "theme": "dark"}),
    ],
)
def test_words_are_understood(words: list[str], expected: dict[str, object]) -> None:
    given = vars(cli._parse(words))
    given["job"] = given["job"].__name__.removeprefix("_")
    assert {key: given[key] for key in expected} == expected


@pytest.mark.parametrize("words", [["check"], ["shots", "p", "d", "--size", "big"], ["new", "x", "--fy-start", "soon"]])
def test_words_that_are_not_understood_end_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert "usage: cmoplanner" in capsys.readouterr().err


@pytest.mark.parametrize(("word", "meant"), [("exprt-tables", "export-tables"), ("chek", "check"), ("dif", "diff")])
def test_a_mistyped_command_gets_a_proposal(word: str, meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([word, "x.cmoplan"])
    assert end.value.code == 2
    assert f"“{word}”" in (said := capsys.readouterr().err)
    assert f"Did you mean “{meant}”?" in said


def test_a_file_is_no_mistyped_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chek").write_text("a file", encoding="utf-8")
    assert main(["check", "chek"]) == 2
    with pytest.raises(SystemExit):
        main(["chekk"])
    for word in ("chek", "./checks", "check.cmoplan"):
        assert cli._parse([word]).plan == Path(word)


def test_a_folder_that_is_not_there_is_named_with_its_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import-tables", str(NORRVIK), str(tmp_path / "none" / "x.cmoplan")]) == 2
    said = capsys.readouterr().err
    assert f"“x.cmoplan” cannot be written in “{tmp_path / 'none'}”." in said
    assert "There is no such folder: make it, or choose another." in said


def test_a_bug_is_told_plainly_and_logged(
    plan: Path, data_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: Path) -> int:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr(cli_jobs, "check_plan", broken)
    assert main(["check", str(plan)]) == 1
    err = capsys.readouterr().err
    assert "a fault of its own" in err
    assert "Traceback" not in err
    assert "ZeroDivisionError: deep inside" in (data_folder / "errors.log").read_text(encoding="utf-8")


def test_a_reader_that_stops_early_is_no_fault(plan: Path) -> None:
    command = f"{sys.executable} -m cmoplanner project {plan} --json | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=Path.cwd())
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


def test_without_a_display_the_main_job_is_done_anyway(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.chdir(tmp_path)
    asked: list[tuple[Path, Path]] = []

    def pictures(path: Path, folder: Path, *, size: tuple[int, int], theme: str) -> int:
        asked.append((path, folder))
        return 0

    monkeypatch.setattr(cli_jobs, "write_pictures", pictures)
    before = digest(sample_plan())
    assert main([]) == 0
    out = capsys.readouterr().out
    assert out.startswith("There is no display, so no window opens")
    assert "Projected revenue" in out
    assert (tmp_path / "out" / "norrvik-fy2027.xlsx").exists()
    assert asked == [(sample_plan(), Path("out"))]
    assert digest(sample_plan()) == before
