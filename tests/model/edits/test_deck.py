"""The pages of a presentation: the default deck becomes the plan's own with the first change, and stays in order."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cmoplanner.errors import EditRefused
from cmoplanner.model.edits.board import decision_about, record_decision, write_ask
from cmoplanner.model.edits.deck import add_page, change_page, move_page, remove_page, reset_deck
from cmoplanner.model.edits.rows import change_rows, create_row
from cmoplanner.model.plan import OwnAsk
from cmoplanner.model.presenting import DEFAULT_KINDS, KINDS, deck_of
from cmoplanner.model.problems import Severity, check_plan
from cmoplanner.model.store.document import Document
from cmoplanner.paths import sample_plan
from cmoplanner.report.deck.blocks import DEFAULT_DECK, Kind

ASK = OwnAsk("", "Approve the roadshow", amount=6_400_000, subject="activity:A026")


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Document]:
    with Document.create_from(sample_plan(), tmp_path / "plan.cmoplan", data_folder=tmp_path / "data") as document:
        yield document


def kinds(document: Document) -> list[str]:
    return [page.kind for page in deck_of(document.plan.deck_pages)]


def test_the_plan_and_the_pages_know_the_same_kinds() -> None:
    assert [kind.value for kind in Kind] == list(KINDS)
    assert [kind.value for kind in DEFAULT_DECK] == list(DEFAULT_KINDS)


def test_pages_are_moved_added_and_removed(document: Document) -> None:
    default = list(DEFAULT_KINDS)
    assert kinds(document) == default
    move_page(document, "asks", "calendar")
    assert kinds(document) == ["on-a-page", "asks", *default[1:-1]]
    move_page(document, "on-a-page", None)
    assert kinds(document) == ["asks", *default[1:-1], "on-a-page"]
    revision = document.revision
    move_page(document, "on-a-page", None)
    move_page(document, "asks", "asks")
    assert document.revision == revision, "what stands there already is no step"
    added = add_page(document, "chain", "budget", "esb")
    assert kinds(document)[:4] == ["asks", "calendar", "chain", "budget"]
    assert document.plan.deck_pages[added].campaign_id == "esb"
    remove_page(document, "calendar")
    assert kinds(document)[:3] == ["asks", "chain", "budget"]
    reset_deck(document)
    assert kinds(document) == default
    assert document.plan.deck_pages == {}


def test_what_cannot_be_is_refused_and_leaves_nothing(document: Document) -> None:
    sums = document.content_sums
    for act in (
        lambda: add_page(document, "pie"),
        lambda: move_page(document, "gone", None),
        lambda: change_page(document, "gone", "title", "New"),
        lambda: reset_deck(document),
    ):
        with pytest.raises(EditRefused):
            act()
    assert document.content_sums == sums
    for page in DEFAULT_KINDS[1:]:
        remove_page(document, page)
    with pytest.raises(EditRefused, match="at least one page"):
        remove_page(document, DEFAULT_KINDS[0])


def test_typing_a_title_is_one_step(document: Document) -> None:
    for text in ("W", "We", "We grow"):
        change_page(document, "outcome", "title", text)
    assert document.plan.deck_pages["outcome"].title == "We grow"
    document.undo()
    assert document.plan.deck_pages == {}


def test_a_decision_of_another_day_stands_beside_the_first(document: Document) -> None:
    today = document.plan.header.as_of
    record_decision(document, ASK, "deferred", role="Board")
    record_decision(document, ASK, "accepted", role="Board", day=today.replace(day=1))
    record_decision(document, ASK, "declined", role="CEO")
    rows = document.plan.board_decisions.values()
    assert [(row.decision, row.role, row.date) for row in rows] == [
        ("declined", "CEO", today),
        ("accepted", "Board", today.replace(day=1)),
    ]
    last = decision_about(document.plan, ASK)
    assert last is not None
    assert last.decision == "declined"
    assert decision_about(document.plan, OwnAsk("", "Another")) is None


def test_market_events_that_are_over_or_unanswered_are_told(document: Document) -> None:
    past = create_row(document, "market_event", {"title": "Strike", "date": date(2027, 3, 1), "response": "Wait"})
    open_ = create_row(document, "market_event", {"title": "Price war"})
    told = {one.row_id: one for one in check_plan(document.plan) if one.table == "market_event"}
    assert {row: (one.key, one.severity) for row, one in told.items()} == {
        past: ("status", Severity.NOTE),
        open_: ("response", Severity.NOTE),
    }, "those of the sample have their answers"
    change_rows(document, "market_event", {past: {"status": "occurred"}, open_: {"scenario_id": "cut15"}})
    assert not [one for one in check_plan(document.plan) if one.table == "market_event"]


def test_the_users_words_take_the_place_of_those_that_the_figures_make(document: Document) -> None:
    row = write_ask(document, "activity:A026", "title", "Let us go on the road", ASK)
    ask = document.plan.asks[row]
    assert (ask.title, ask.amount, ask.subject) == ("Let us go on the road", 6_400_000, "activity:A026")
    assert write_ask(document, "activity:A026", "otherwise", "Nobody sees it", ASK) == row
    assert document.plan.asks[row].otherwise == "Nobody sees it"
    with pytest.raises(EditRefused, match="missing"):
        write_ask(document, "activity:A026", "title", "", ASK)
