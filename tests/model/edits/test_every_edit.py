"""Every edit function, found by itself: act, undo, equal, redo, equal; and one step with one notice each."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cmoplanner.model import edits
from cmoplanner.model.fields import TABLES
from cmoplanner.model.plan import Plan, Target
from cmoplanner.model.problems import check_plan
from cmoplanner.model.store.changes import Changes
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan

CALLS: dict[str, tuple[Any, ...]] = {
    "activities.create_activity": ("New", date(2027, 5, 1), date(2027, 5, 9), {"campaign_id": "esb"}),
    "activities.duplicate_activities": (["A001", "A004"],),
    "activities.delete_activities": (["A001", "A004"],),
    "activities.move_activities": (["A001", "A004"], 14),
    "activities.move_activity": ("A001", -3),
    "activities.set_dates": ("A001", date(2027, 6, 1), date(2027, 6, 30)),
    "activities.rename_activity": ("A001", "Renamed"),
    "activities.set_targets": (["A001", "A004"], [Target("prop-pilot", 1.0)]),
    "campaigns.create_campaign": ("Autumn", {"start": date(2027, 9, 1), "end": date(2027, 10, 1)}),
    "campaigns.rename_campaign": ("esb", "Renamed"),
    "campaigns.move_campaign": ("esb", 7),
    "campaigns.delete_campaign": ("esb",),
    "fields.set_field": ("channel", "email", "unit_cost", 3.21),
    "fields.set_field_of_many": ("activity", ["A001", "A002"], "gross_spend", 12_345),
}


def edit_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for found in pkgutil.iter_modules(edits.__path__):
        module = importlib.import_module(f"{edits.__name__}.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            takes = list(inspect.signature(function).parameters)
            if function.__module__ == module.__name__ and not name.startswith("_") and takes[:1] == ["document"]:
                yield f"{found.name}.{name}", function


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    folder = tmp_path_factory.mktemp("edits")
    with Document.create_from(sample_plan(), folder / "plan.cmoplan", data_folder=folder / "data") as document:
        yield document


def rows_of(plan: Plan) -> dict[str, Any]:
    """Every row of a plan, and the order of each table."""
    found = {"header": plan.header}
    for table in TABLES:
        if table.attribute and table.attribute != "header":
            found[table.attribute] = list(getattr(plan, table.attribute).items())
    return found


def test_every_edit_has_its_call() -> None:
    assert {name for name, _function in edit_functions()} == CALLS.keys()


@pytest.mark.parametrize(("name", "function"), list(edit_functions()))
def test_act_undo_redo(document: Document, name: str, function: Callable[..., Any], tmp_path: Path) -> None:
    told: list[Changes] = []
    leave = document.subscribe(told.append)
    label_before, before, sums_before = document.undo_label, rows_of(document.plan), document.content_sums

    function(document, *CALLS[name])
    after, sums_after, label = rows_of(document.plan), document.content_sums, document.undo_label
    assert sums_after != sums_before
    assert after != before
    assert label
    assert document.undo() == label
    assert document.content_sums == sums_before
    assert rows_of(document.plan) == before
    assert document.undo_label == label_before
    assert document.redo() == label
    assert document.content_sums == sums_after
    assert rows_of(document.plan) == after
    assert [change.label for change in told] == [label] * 3, "one notice for each act"
    assert check_plan(document.plan) == []

    copy = tmp_path / "copy.cmoplan"
    document.save_copy(copy)
    with Document.open(copy) as reread:  # what is kept row by row is what a whole new reading finds
        assert rows_of(reread.plan) == after
    document.undo()
    leave()
