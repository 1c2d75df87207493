"""Saved views survive being kept, and damaged ones do no harm."""

import json

import pytest

from cmoplanner.report.filters import read_filter
from cmoplanner.report.saved_views import BUILT_IN, SavedView, ViewBook, ViewShelf
from cmoplanner.report.span_words import read_span
from cmoplanner.report.timeline.arrangement import Arrangement
from tests.plans import norrvik

PLAN = norrvik()
VIEW = SavedView(
    "Agency & <b>press</b>",
    "table",
    'channel:"Paid search" > 5k',
    "2027-04-01..2027-06-30",
    Arrangement(("channel", "owner"), "name", {"channel": ("a", "b")}, "stage", empty=True),
    ("", "x", "y"),
    "Q2",
    "edu",
)


def test_a_view_comes_back_as_it_was_kept() -> None:
    shelf = ViewShelf().with_book("plan", ViewBook((VIEW, SavedView("Plain")), "Plain"))
    again = ViewShelf.read(shelf.text())
    assert again == shelf
    assert again.book("plan").named(VIEW.name) == VIEW
    assert again.book("other") == ViewBook()


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "3", '{"plan": 4}', '{"plan": {"views": 7}}', '{"plan": {"views": [1, {}, {"name": ""}]}}'],
)
def test_what_is_damaged_is_left_out(text: str) -> None:
    assert ViewShelf.read(text).book("plan").views == ()


def test_a_view_with_odd_values_falls_back() -> None:
    view = SavedView.read({"name": "a", "form": 3, "folded": "x", "arrangement": [], "filter": None, "days": {}})
    assert view == SavedView("a")


def test_saving_replaces_the_one_of_the_same_name_in_its_place() -> None:
    book = ViewBook((VIEW, SavedView("B"))).saved(SavedView(VIEW.name, filter="x"))
    assert [view.name for view in book.views] == [VIEW.name, "B"]
    assert book.views[0].filter == "x"


def test_renaming_and_deleting_keep_the_one_that_opens_the_plan() -> None:
    book = ViewBook((VIEW, SavedView("B")), "B")
    assert book.renamed("B", "C").default == "C"
    assert book.renamed("B", "C").named("C") == SavedView("C")
    assert book.without("B") == ViewBook((VIEW,))
    assert book.without(VIEW.name).default == "B"


def test_plans_not_touched_for_long_are_let_go() -> None:
    shelf = ViewShelf()
    for number in range(40):
        shelf = shelf.with_book(f"plan {number}", ViewBook((VIEW,)))
    assert len(shelf.books) == 30
    assert "plan 9" not in json.loads(shelf.text())
    assert "plan 39" in shelf.books


@pytest.mark.parametrize("view", BUILT_IN, ids=lambda view: view.name)
def test_what_is_always_there_can_be_read(view: SavedView) -> None:
    assert read_filter(view.filter, PLAN).problem == ""
    if view.days:
        read_span(view.days, PLAN.calendar, PLAN.header.as_of)
    assert view.arrangement is None  # it leaves the lanes as they are


def test_the_internal_programme_is_what_is_for_ones_own_people() -> None:
    (view,) = [view for view in BUILT_IN if view.name == "Internal programme"]
    passes = read_filter(view.filter, PLAN).passes
    assert [passes(row) for row in PLAN.activities.values()] == [
        row.audience == "internal" for row in PLAN.activities.values()
    ]
