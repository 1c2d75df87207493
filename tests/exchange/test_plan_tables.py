"""Plan tables come in whole or not at all, and go out as they came in."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.errors import CmoPlannerError, ExportFailed, ImportRefused, PlanNotReadable, PlanNotWritable
from cmoplanner.exchange.plan_tables import export_tables, import_tables, read_folder
from cmoplanner.exchange.text_files import write_records
from cmoplanner.model.field import MONTH
from cmoplanner.model.fields import TABLES, Field, Kind
from cmoplanner.model.plan import KeptTable
from cmoplanner.model.store.document import Document
from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from tests.exchange.folders import HEADER, NORRVIK, SMALL, write
from tests.exchange.refused import HEADERS, REFUSED, activity


def cells_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def same_cell(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def assert_same_folder(exported: Path, source: Path) -> None:
    assert {path.name for path in exported.iterdir()} == {path.name for path in source.iterdir()}
    for path in source.glob("*.csv"):
        found, expected = cells_of(exported / path.name), cells_of(path)
        assert [len(row) for row in found] == [len(row) for row in expected], path.name
        for row, wanted in zip(found, expected, strict=True):
            assert all(same_cell(a, b) for a, b in zip(row, wanted, strict=True)), (path.name, row, wanted)
    for path in source.glob("*.json"):
        found_json, wanted_json = json.loads((exported / path.name).read_text()), json.loads(path.read_text())
        assert found_json == wanted_json
        assert list(found_json) == list(wanted_json)


def round_trip(folder: Path, tmp_path: Path) -> Path:
    tmp_path.mkdir(exist_ok=True)
    plan = tmp_path / "plan.cmoplan"
    import_tables(folder, plan, data_folder=tmp_path / "data")
    export_tables(read_snapshot(plan), tmp_path / "out")
    return tmp_path / "out"


def problems(folder: Path) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        read_folder(folder)
    return [str(row) for row in refused.value.rows]


def test_the_sample_tables_come_back_cell_by_cell(tmp_path: Path) -> None:
    assert_same_folder(round_trip(NORRVIK, tmp_path), NORRVIK)


def test_a_second_round_trip_gives_the_same_bytes(tmp_path: Path) -> None:
    first = round_trip(NORRVIK, tmp_path / "1")
    second = round_trip(first, tmp_path / "2")
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


def test_an_open_document_exports_the_same_as_its_file(tmp_path: Path) -> None:
    plan = tmp_path / "plan.cmoplan"
    import_tables(NORRVIK, plan, data_folder=tmp_path / "data")
    with Document.open(plan, data_folder=tmp_path / "data") as document:
        export_tables(document, tmp_path / "open")
        export_tables(read_snapshot(plan), tmp_path / "file")  # beside the open document
    for path in (tmp_path / "open").iterdir():
        assert path.read_bytes() == (tmp_path / "file" / path.name).read_bytes()


def test_the_shipped_sample_is_made_of_the_sample_tables(tmp_path: Path) -> None:
    exported = tmp_path / "out"
    export_tables(read_snapshot(sample_plan()), exported)
    assert_same_folder(exported, NORRVIK)


def test_every_table_of_the_sample_has_rows_or_is_kept() -> None:
    read = read_folder(NORRVIK)
    for path in NORRVIK.glob("*.csv"):
        rows = len([row for row in cells_of(path)[1:] if any(row)])
        homes = [table.name for table in TABLES if table.file == path.name]
        kept = [table for table in read.kept if table.id == path.name]
        assert rows == (len(read.rows[homes[0]]) if homes else len(kept[0].rows)), path.name
    assert set(read.kept_files) == {path.name for path in NORRVIK.glob("*.csv")} - {table.file for table in TABLES}
    assert read.left_out == ()


STRANGE = 'activity_id,mood,name,notes,start,end,gross_spend,"odd, ""one"""\n'


def test_unknown_columns_keys_and_files_are_kept_word_for_word(tmp_path: Path) -> None:
    header = HEADER | {"house": {"colour": "blue", "n": [1, 2.50]}, "fy_end": "2028-06-30", "vision": None}
    header["company_goals"] = [{"id": "g1", "text": "Grow", "target": 2.5, "weight": 3}]
    rows = 'A1, glad ,"Name ""x""; 100 % – é 漢","two\nlines, ok",2027-07-05,2027-07-06,3,=1+1\n'
    folder = write(
        tmp_path / "in",
        plan__json=json.dumps(header).replace("2.5]", "2.50]"),
        activities__csv=(STRANGE + rows).encode("utf-8-sig").replace(b"\n", b"\r\n"),
        activity_targets__csv="activity_id,cell_id,share,why\nA1,c1,1,guess\n",
        moods__csv="a,a,\n1,2\n\n,,3,4\n",
        empty__csv="",
        look__json='{"any": [1.0, NaN]}',
        readme__txt="not a table",
    )
    read = read_folder(folder)
    assert dict(read.kept_columns) == {
        "plan.json": ("company_goals.weight",),
        "activities.csv": ("mood", 'odd, "one"'),
        "activity_targets.csv": ("why",),
    }
    assert ("plan.json", ("house",)) in read.kept_columns
    assert read.kept_files == ("empty.csv", "look.json", "moods.csv")
    assert read.left_out == ("readme.txt",)
    out = round_trip(folder, tmp_path)
    found = cells_of(out / "activities.csv")
    assert found[0] == ["activity_id", "mood", "name", "notes", "start", "end", "gross_spend", 'odd, "one"']
    assert found[1] == [
        "A1",
        " glad ",
        'Name "x"; 100 % – é 漢',
        "two\nlines, ok",
        "2027-07-05",
        "2027-07-06",
        "3.00",
        "'=1+1",
    ]
    assert cells_of(out / "activity_targets.csv") == cells_of(folder / "activity_targets.csv")
    assert cells_of(out / "moods.csv") == cells_of(folder / "moods.csv")
    assert (out / "empty.csv").read_text() == ""
    assert (out / "look.json").read_text() == (folder / "look.json").read_text()
    assert json.loads((out / "plan.json").read_text()) == header
    assert '"house": {"colour": "blue", "n": [1, 2.50]}' in (out / "plan.json").read_text()


@pytest.mark.parametrize(
    ("currency", "decimals", "amount", "shown"), [("JPY", 0, "5000", "5000"), ("KWD", 3, "1.005", "1.005")]
)
def test_other_currencies_and_fiscal_patterns(
    tmp_path: Path, currency: str, decimals: int, amount: str, shown: str
) -> None:
    header = HEADER | {
        "currency": currency,
        "currency_decimals": decimals,
        "topdown_budget": 7000,
        "fy_pattern": "4-4-5",
    }
    header |= {"fy_start": "2027-01-04", "fy_end": "2028-01-02", "value_horizon_months": 60}
    activities = f"activity_id,name,start,end,gross_spend\nA1,x,2027-07-05,2027-07-06,{amount}\n"
    folder = write(tmp_path / "in", header, activities__csv=activities)
    out = round_trip(folder, tmp_path)
    assert cells_of(out / "activities.csv")[1][-1] == shown
    assert json.loads((out / "plan.json").read_text()) == header
    plan = read_snapshot(tmp_path / "plan.cmoplan").plan
    assert plan.activities["A1"].gross_spend == round(float(amount) * 10**decimals)
    assert plan.header.value_horizon_months == 60


@pytest.mark.parametrize(("currency", "decimals"), [("EUR", 2), ("JPY", 0), ("KWD", 3)])
def test_a_row_of_every_table_comes_back(tmp_path: Path, currency: str, decimals: int) -> None:
    header = HEADER | {"currency": currency, "currency_decimals": decimals, "topdown_budget": 7000}
    header |= {"fy_pattern": "4-4-5", "fy_start": "2027-07-05", "value_horizon_months": 24}
    files: dict[str, str] = {}
    for table in TABLES:
        if not table.file.endswith(".csv") or table.file in SMALL:
            continue
        columns = [field.key for field in table.fields if not field.refers_to or field.required]
        cells = [EVERY.get(f"{table.name}.{key}") or every_cell(table.field(key), decimals) for key in columns]
        header_line, line = ([table.id_column, *columns], ["x1", *cells]) if table.id_column else (columns, cells)
        second = [["x2", *cells]] if table.name == "envelope" else []  # for the transfer
        files[table.file.replace(".", "__")] = write_records([header_line, line, *second])
    plain = SMALL["activities.csv"].replace("100.25", "100")  # no decimals in some currencies
    folder = write(tmp_path / "in", header, **files, activities__csv=plain)
    assert_same_folder(round_trip(folder, tmp_path), folder)
    assert len(files) == len(TABLES) - len(SMALL) - 2, "the plan and its goals are in plan.json"


EVERY = {
    "transfer.from_envelope_id": "x1",
    "transfer.to_envelope_id": "x2",
    "activity_link.activity_id": "A2",
    "activity_link.linked_id": "A1",
    "scenario_override.value": "1.5",
    "lane.cell_id": "c1",
}


def every_cell(field: Field, decimals: int) -> str:
    match field.kind:
        case Kind.MONEY:
            return "12." + "5" * decimals if decimals else "12"
        case Kind.DATE:
            return "2027-08-09"
        case Kind.CHOICE:
            return field.choices[0]
        case Kind.REF:
            return {"activity": "A1", "channel": "email", "cell": "c1"}.get(field.refers_to, "x1")
        case Kind.TEXT if field.unit == MONTH:
            return "2027-08"
        case Kind.TEXT | Kind.NOTE | Kind.LIST:
            return 'Ünï, "x"'
        case _:
            return "1"


def test_optional_files_and_columns_may_be_missing(tmp_path: Path) -> None:
    only_header = write(tmp_path / "in", **{name.replace(".", "__"): None for name in SMALL})
    out = round_trip(only_header, tmp_path)
    assert [path.name for path in out.iterdir()] == ["plan.json"]


def test_what_was_added_since_the_import_gets_its_column(tmp_path: Path) -> None:
    plan = tmp_path / "plan.cmoplan"
    import_tables(write(tmp_path / "in"), plan, data_folder=tmp_path / "data")
    with Document.open(plan, data_folder=tmp_path / "data") as document:
        with document.edit("Name the owner") as session:
            session.update("activity", "A2", {"owner_role": "CMO"})
        export_tables(document, tmp_path / "out")
    header, first, second = cells_of(tmp_path / "out" / "activities.csv")
    assert header[-1] == "owner_role"
    assert (first[-1], second[-1]) == ("", "CMO")


@pytest.mark.parametrize(
    ("files", "expected"), REFUSED, ids=lambda value: value[0][:60] if isinstance(value, list) else ""
)
def test_a_bad_place_is_named(tmp_path: Path, files: dict[str, Any], expected: list[str]) -> None:
    assert problems(write(tmp_path, **files)) == expected


@pytest.mark.parametrize(("change", "expected"), HEADERS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_bad_key_of_the_plan_is_named_with_its_line(tmp_path: Path, change: dict[str, Any], expected: str) -> None:
    header = HEADER | change
    text = json.dumps(header, indent=1)
    (found,) = problems(write(tmp_path, plan__json=text))
    key = next(iter(change))
    begin = next(i for i, line in enumerate(text.splitlines(), 1) if f'"{key}"' in line)
    place, _space, problem = found.partition(" ")
    assert problem == expected
    line = int(place.removeprefix("plan.json:"))
    nested = key == "company_goals" and isinstance(change[key], list)
    assert begin < line <= begin + 3 if nested else line == begin


def test_a_key_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    text = json.dumps(HEADER).replace('"company":', '"company": "Other",\n"company":')
    assert problems(write(tmp_path, plan__json=text)) == ["plan.json:2 [company]: the key is there twice"]


def test_lines_are_physical_lines_even_after_quoted_line_breaks(tmp_path: Path) -> None:
    text = (
        "\ufeffactivity_id,name,start,end,gross_spend,notes\r\n"
        '\r\nA1,x,2027-07-05,2027-07-06,1,"one\r\ntwo\r\nthree"\r\n'
        "A2,y,2027-07-05,never,1,\r\n"
    )
    found = problems(write(tmp_path, activities__csv=text, activity_targets__csv=None))
    assert found == ["activities.csv:6 [end]: “never” is not a date like 2027-03-31"]


def test_everything_wrong_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in",
        HEADER | {"as_of": "today"},
        activities__csv=activity(start="soon", spend="much") + "A2,,email,nowhere,2027-07-05,2027-07-06,1,\n",
        cells__csv="cell_id,segment_id,offering_id,customers_start\nc1,s1,o1,few\n",
    )
    out = tmp_path / "plan.cmoplan"
    with pytest.raises(ImportRefused) as refused:
        import_tables(folder, out, data_folder=tmp_path / "data")
    places = [str(row).split(":")[0] + ":" + str(row).split(":")[1] for row in refused.value.rows]
    assert places == [
        "activities.csv:2 [start]",
        "activities.csv:2 [gross_spend]",
        "activities.csv:3 [name]",
        "activities.csv:3 [stage_id]",
        "activity_targets.csv:3 [cell_id]",
        "cells.csv:2 [customers_start]",
        "plan.json:8 [as_of]",
    ]
    assert refused.value.sentence == "7 places in “in” cannot be imported."
    assert not out.exists()


def test_a_bad_cell_does_not_make_its_references_wrong(tmp_path: Path) -> None:
    cells = "cell_id,segment_id,offering_id,customers_start\nc1,s1,o1,few\nc2,s1,o1,1\n"
    assert problems(write(tmp_path, cells__csv=cells)) == ["cells.csv:2 [customers_start]: “few” is not a number"]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    folder = write(tmp_path)
    with (folder / "big.csv").open("wb") as file:
        file.truncate(64_000_001)
    assert problems(folder) == ["big.csv:1: the file is larger than 64 MB"]


def test_a_folder_that_is_not_there_or_not_a_folder(tmp_path: Path) -> None:
    with pytest.raises(PlanNotReadable):
        read_folder(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(CmoPlannerError, match="not a folder of plan tables"):
        read_folder(tmp_path / "file")


def test_a_plan_that_is_there_is_only_replaced_when_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "plan.cmoplan"
    out.write_text("mine")
    with pytest.raises(PlanNotWritable):
        import_tables(write(tmp_path / "in"), out, data_folder=tmp_path / "data")
    assert out.read_text() == "mine"
    import_tables(tmp_path / "in", out, replace=True, data_folder=tmp_path / "data")
    assert list(read_snapshot(out).plan.activities) == ["A1", "A2"]


def test_files_that_are_there_are_only_replaced_when_asked_for(tmp_path: Path) -> None:
    plan = tmp_path / "plan.cmoplan"
    import_tables(write(tmp_path / "in"), plan, data_folder=tmp_path / "data")
    target = tmp_path / "out"
    target.mkdir()
    (target / "stages.csv").write_text("mine")
    with pytest.raises(CmoPlannerError, match="there already"):
        export_tables(read_snapshot(plan), target)
    assert [path.name for path in target.iterdir()] == ["stages.csv"]
    export_tables(read_snapshot(plan), target, replace=True)
    assert cells_of(target / "stages.csv") == cells_of(tmp_path / "in" / "stages.csv")


@pytest.mark.parametrize("name", ["../evil.csv", "sub/evil.csv", "..\\evil.csv", ".hidden.csv"])
def test_a_received_plan_cannot_write_outside_the_folder(tmp_path: Path, name: str) -> None:
    read = read_folder(write(tmp_path / "in"))

    class Received:
        kept = (*read.kept, KeptTable(name, ("a",), ()))

        def rows(self, table: str) -> Any:
            return read.rows.get(table, [])

    with pytest.raises(ExportFailed):
        export_tables(Received(), tmp_path / "deep" / "out")
    assert not (tmp_path / "deep").exists()
