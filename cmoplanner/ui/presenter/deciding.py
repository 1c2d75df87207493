"""What is written into the plan while presenting: decisions about asks as they fall, and notes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.edits.board import decision_about, record_decision, take_back_decision
from cmoplanner.model.edits.deck import change_page
from cmoplanner.report.deck.asks import asked
from cmoplanner.report.drawn import Spot
from cmoplanner.ui.presenter.cards import DecideCard

if TYPE_CHECKING:
    from cmoplanner.ui.presenter.stage import Stage


class Deciding(QObject):
    """Opens the card of an ask over a stage, and records what was said; refusals are told, nothing is lost."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._role = ""
        self._before = self._last_step()

    def _last_step(self) -> int:
        """Return the last act that counts, 0 for none."""
        return max((step.id for step in self._stage.context.document.steps() if not step.undone), default=0)

    def undo(self) -> None:
        """Take back what was recorded, taken over or noted last; what was done before presenting stays."""
        document = self._stage.context.document
        if self._last_step() <= self._before:
            self._stage.toast.say(_("Nothing was recorded since the presentation began."))
            return
        label = document.undo()
        self._stage.toast.say(_("Undone: {label}").format(label=label))

    def open(self, spot: Spot) -> bool:
        """Open the card of the ask at a place; return whether there is such an ask."""
        basis = self._stage.slides.basis
        if basis is None:
            return False
        found = [one for one in asked(basis.material) if spot.id in (one.subject or one.id, one.title)]
        if not found:
            return False
        ask = found[0]
        known = decision_about(self._stage.context.document.plan, ask)
        card = DecideCard(ask, known, self._role or self._last_role(), self._stage)
        card.decided.connect(partial(self._record, card))
        card.taken_back.connect(partial(self._take_back, card))
        card.behind_asked.connect(partial(self._behind, card, spot))
        card.closed.connect(partial(self._stage.lift, card))
        self._stage.lay_over(card)
        card.buttons["accepted"].setFocus()
        return True

    def _last_role(self) -> str:
        rows = list(self._stage.context.document.plan.board_decisions.values())
        return rows[-1].role if rows else ""

    def _record(self, card: DecideCard, decision: str) -> None:
        self._role = card.role.text().strip()
        document = self._stage.context.document

        def record() -> None:
            record_decision(document, card.ask, decision, role=self._role, comment=card.comment.text())

        if self._do(record):
            self._stage.lift(card)
            self._stage.toast.say(_("Recorded in the plan. Ctrl+Z takes it back."))

    def _take_back(self, card: DecideCard) -> None:
        known = card.known
        if known is not None and self._do(lambda: take_back_decision(self._stage.context.document, known.id)):
            self._stage.lift(card)

    def _behind(self, card: DecideCard, spot: Spot) -> None:
        self._stage.lift(card)
        self._stage.open_behind(spot)

    def note(self, page_id: str, text: str) -> None:
        """Keep the notes of a page in the plan."""
        self._do(lambda: change_page(self._stage.context.document, page_id, "notes", text))

    def _do(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except EditRefused as refusal:
            self._stage.toast.say(f"{refusal.sentence} {refusal.remedy}".strip())
            return False
        return True
