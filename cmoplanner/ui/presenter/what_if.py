"""What would be if the budget were another one: answered at once, taken into the plan only when that is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from cmoplanner.i18n import _
from cmoplanner.model.scaling import Scaled
from cmoplanner.projection.bands import Total, bands
from cmoplanner.projection.bridge import figures_of
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.uncertainty import simulate
from cmoplanner.report.deck.blocks import Page
from cmoplanner.report.deck.deck import make_page
from cmoplanner.ui.jobs import Latest, Progress
from cmoplanner.ui.presenter.slides import Basis, Slide

MOST = 30  # percent of the budget, up and down


@dataclass(frozen=True, eq=False)
class Answer:
    """What another budget would bring: the money as it can be scaled, and the outcome.

    `asked` is in percent, `wanted` our cost of the year that it means, in minor units.
    """

    asked: int
    wanted: int
    scaled: Scaled
    outcome: Outcome

    def figure(self, total: Total) -> float | None:
        """Return a total of the outcome, None for a return on no cost."""
        return figures_of(self.outcome).get(total)


class WhatIf(QObject):
    """Answers for one state of the plan, the last question first; `paged` brings the page with its range after it.

    What is asked while an answer is worked out waits for it, and only the last of it is answered.
    """

    answered = Signal(object)  # Answer
    paged = Signal(object)  # Page

    def __init__(self, basis: Basis, slide: Slide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.basis = basis
        self._slide = slide
        self._wanted: int | None = None
        self._answering = Latest(0, self)
        self._paging = Latest(0, self)
        self._answering.done.connect(self._take)
        self._paging.done.connect(self.paged)

    def ask(self, percent: int) -> None:
        """Have it worked out what the budget changed by so many percent would bring."""
        self._wanted = percent
        self._paging.drop()
        self._go_on()

    def _go_on(self) -> None:
        if self._wanted is None or self._answering.busy:
            return
        percent, self._wanted = self._wanted, None
        self._answering.ask("what if", partial(_answer, self.basis, percent))

    def _take(self, answer: Answer) -> None:
        self.answered.emit(answer)
        if self._wanted is not None:
            self._go_on()
        else:
            self._paging.ask("what if", partial(_page, self.basis, self._slide, answer))

    def settle(self) -> None:
        """Wait for the answer to what was asked last, and for its page."""
        while self._answering.busy:
            self._answering.settle()
        self._paging.settle()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being worked out."""
        self._wanted = None
        self._answering.close()
        self._paging.close()


def _answer(basis: Basis, percent: int, progress: Progress) -> Answer:
    progress.report(0.0)
    wanted = round(basis.scaling.net * (100 + percent) / 100)
    scaled = basis.scaling.to(wanted)
    return Answer(percent, wanted, scaled, basis.live.preview(*scaled.activities))


def _page(basis: Basis, slide: Slide, answer: Answer, progress: Progress) -> Page:
    """Return the page as it would be, and marked as such; drawn as the plan is, so that odds differ by budget alone."""
    compiled, draws = answer.outcome.compiled, basis.material.bands.draws
    found = bands(simulate(compiled, draws, report=progress.report), answer.outcome)
    first, *others = basis.material.compared
    material = replace(basis.material, compared=[replace(first, outcome=answer.outcome, bands=found), *others])
    page = make_page(material, slide.row)
    written = page.written or page.title
    mark = _("What if, not the plan: budget {percent} % · {subtitle}").format(
        percent=f"{answer.asked:+d}".replace("-", "\u2212"), subtitle=page.subtitle
    )
    return replace(page, title=_("What if: {sentence}").format(sentence=written), subtitle=mark)
