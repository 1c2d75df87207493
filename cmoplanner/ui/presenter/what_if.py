"""What would be if the budget were another one: answered at once, taken into the plan only when that is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from cmoplanner.i18n import _
from cmoplanner.model.scaling import Scaled
from cmoplanner.projection.bands import Bands, Total
from cmoplanner.projection.bridge import figures_of
from cmoplanner.projection.outcome import Outcome
from cmoplanner.report.deck.blocks import Page
from cmoplanner.report.deck.deck import make_page
from cmoplanner.ui.jobs import Latest, Progress
from cmoplanner.ui.presenter.slides import Basis, Slide

MOST = 30  # percent of the budget, up and down


@dataclass(frozen=True, eq=False)
class Answer:
    """What another budget would bring: the money as it can be scaled, and the outcome. `asked` is in percent."""

    asked: int
    scaled: Scaled
    outcome: Outcome

    def figure(self, total: Total) -> float | None:
        """Return a total of the outcome, None for a return on no cost."""
        return figures_of(self.outcome).get(total)


class WhatIf(QObject):
    """Answers for one state of the plan; `paged` brings the page of an answer with its range, worked out beside."""

    paged = Signal(object)  # Page

    def __init__(self, basis: Basis, slide: Slide, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.basis = basis
        self._slide = slide
        self._latest = Latest(0, self)
        self._latest.done.connect(self.paged)

    def ask(self, percent: int) -> Answer:
        """Return what the budget changed by so many percent would bring; its page follows."""
        scaling = self.basis.scaling
        scaled = scaling.to(round(scaling.net * (100 + percent) / 100))
        answer = Answer(percent, scaled, self.basis.live.preview(*scaled.activities))
        self._latest.ask("what if", partial(_page, self.basis, self._slide, answer))
        return answer

    @property
    def busy(self) -> bool:
        """Whether a page is to come."""
        return self._latest.busy

    def settle(self) -> None:
        """Wait for the page that is to come."""
        self._latest.settle()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being worked out."""
        self._latest.close()


def _page(basis: Basis, slide: Slide, answer: Answer, progress: Progress) -> Page:
    """Return the page as it would be, and marked as such."""
    progress.report(0.0)
    bands: Bands = basis.bands.preview(answer.outcome)
    progress.report(0.5)
    first, *others = basis.material.compared
    material = replace(basis.material, compared=[replace(first, outcome=answer.outcome, bands=bands), *others])
    page = make_page(material, slide.row)
    written = page.written or page.title
    mark = _("What if, not the plan: budget {percent} % · {subtitle}").format(
        percent=f"{answer.asked:+d}".replace("-", "\u2212"), subtitle=page.subtitle
    )
    return replace(page, title=_("What if: {sentence}").format(sentence=written), subtitle=mark)
