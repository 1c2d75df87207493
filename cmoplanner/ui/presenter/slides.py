"""The pages of the presentation as they are now: worked out beside the window, made anew when the plan changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from cmoplanner.i18n import _
from cmoplanner.model.closed_days import Holiday
from cmoplanner.model.plan import Plan
from cmoplanner.model.presenting import KINDS, DeckPage, deck_of
from cmoplanner.model.public_holidays import holidays_of
from cmoplanner.model.scaling import Scaling
from cmoplanner.model.store.changes import Changes
from cmoplanner.model.store.versions import Version, approved_of
from cmoplanner.projection.attribution import Attribution, attribute, present_margin
from cmoplanner.projection.live import Live
from cmoplanner.report.deck.blocks import Audience, Kind, Page
from cmoplanner.report.deck.deck import make_page, presented
from cmoplanner.report.deck.detail import Behind
from cmoplanner.report.deck.layout import lay_out
from cmoplanner.report.deck.material import Material, gather
from cmoplanner.report.drawn import Drawn
from cmoplanner.report.timeline.shapes import Measure
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Latest, Progress
from cmoplanner.ui.presenter.measuring import Measurer

_BESIDE = frozenset({"deck_page", "ask", "board_decision", "market_event"})
"""Tables that change pages but no figure."""

_GATHERED, _WORKED_OUT = 0.8, 0.9  # of the work; what-if and attribution, then the layout are the rest


@dataclass(frozen=True, eq=False)
class Basis:
    """What is worked out once for a state of the plan: for its pages, for what stands behind them, and for what-if."""

    material: Material
    margins: Attribution
    scaling: Scaling
    live: Live


@dataclass(frozen=True, eq=False)
class Slide:
    """A page with its row in the plan."""

    row: DeckPage
    page: Page

    @property
    def kind(self) -> Kind:
        """What kind of page it is."""
        return self.page.kind


Made = tuple[Basis, tuple[Slide, ...], tuple[Drawn, ...]]


class Slides(QObject):
    """Has the pages for one audience; `changed` tells that they are others, `failed` that there will be none."""

    changed = Signal()
    progressed = Signal(float)
    failed = Signal(object)

    def __init__(
        self, context: Context, measure: Measure, parent: QObject | None = None, *, hidden: bool = False
    ) -> None:
        """With `hidden`, the pages that are not shown are there, too."""
        super().__init__(parent)
        self._hidden = hidden
        self._context = context
        self._measure = measure
        self.audience = Audience.BOARD
        self.basis: Basis | None = None
        self.slides: tuple[Slide, ...] = ()
        self._drawn: tuple[Drawn, ...] = ()
        self._before = _before(context)
        self._latest = Latest(0, self)
        self._latest.progressed.connect(self.progressed)
        self._latest.done.connect(self._take)
        self._latest.failed.connect(self.failed)
        context.bridge.changed.connect(self._follow)

    def begin(self) -> None:
        """Work everything out."""
        self._ask(known=None)

    @property
    def busy(self) -> bool:
        """Whether other pages are to come."""
        return self._latest.busy

    @property
    def why_none(self) -> str:
        """Why no page is shown, and what to do."""
        if any(row.shown for row in deck_of(self._context.document.plan.deck_pages)):
            return _("No page is shown to this audience. A changes it, Esc ends the presentation.")
        return _("All pages are hidden: show some in File › Pages of the presentation. Esc ends the presentation.")

    def settle(self) -> None:
        """Wait for the pages that are to come."""
        self._latest.settle()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being worked out."""
        self._latest.close()

    def show_to(self, audience: Audience) -> None:
        """Make the pages for another audience."""
        self.audience = audience
        self._ask(known=self.basis)

    def renew(self) -> None:
        """Make the pages anew from what is known."""
        self._ask(known=self.basis)

    def drawn(self, number: int) -> Drawn:
        """Return a page as shapes. Raises IndexError."""
        return self._drawn[number]

    def draw(self, page: Page, number: int = 0) -> Drawn:
        """Return any page as shapes, with its number if it has one."""
        return lay_out(page, self._measure, number, len(self.slides) if number else 0)

    def behind(self, kind: Kind) -> Behind | None:
        """Return what details are made from; None before there are pages."""
        if self.basis is None:
            return None
        return Behind(self.basis.material, self.basis.margins, kind)

    def _ask(self, known: Basis | None) -> None:
        document, settings = self._context.document, self._context.settings
        language = "en" if settings.language in ("system", "pseudo") else settings.language
        what = (self.audience, self._hidden)
        work = partial(_make, document.plan, what, known, self._before, language)
        self._latest.ask("presentation", work)

    def _follow(self, changes: Changes) -> None:
        beside = all(table in _BESIDE for table, rows in changes.rows.items() if rows.all)
        self._ask(known=self.basis if beside else None)

    def _take(self, made: Made) -> None:
        self.basis, self.slides, self._drawn = made
        self.changed.emit()


def _before(context: Context) -> tuple[Plan, str] | None:
    """Return the version that "what changed" refers to: the approved one, else the last that was named."""
    document = context.document
    found: Sequence[Version] = document.versions
    chosen = approved_of(found, document.plan.header.approved_version) or (found[-1] if found else None)
    return (document.plan_of(chosen.id), chosen.name) if chosen is not None else None


def _make(
    plan: Plan,
    what: tuple[Audience, bool],
    known: Basis | None,
    before: tuple[Plan, str] | None,
    language: str,
    progress: Progress,
) -> Made:
    """Return what pages are made from, as far as it is not known, the pages for an audience, and their shapes."""
    audience, hidden = what
    basis = _basis(plan, before, language, progress) if known is None else known
    basis = replace(basis, material=replace(basis.material, plan=plan, audience=audience))
    rows = [row for row in deck_of(plan.deck_pages) if row.kind in KINDS]
    found = [(row, make_page(basis.material, row)) for row in rows] if hidden else presented(basis.material)
    measure, drawn = Measurer().measure, []
    for number, (_row, page) in enumerate(found, start=1):
        progress.report(_WORKED_OUT + (1 - _WORKED_OUT) * number / (len(found) + 1))
        drawn.append(lay_out(page, measure, number, len(found)))
    return basis, tuple(Slide(row, page) for row, page in found), tuple(drawn)


def _basis(plan: Plan, before: tuple[Plan, str] | None, language: str, progress: Progress) -> Basis:
    then, name = before or (None, "")
    material = gather(
        plan, _holidays(plan, language), then, name, report=lambda share: progress.report(_GATHERED * share)
    )
    progress.report(_GATHERED)
    compiled = material.outcome.compiled
    margins = attribute(compiled, material.outcome, present_margin(compiled))
    return Basis(material, margins, Scaling(plan), Live(plan))


def _holidays(plan: Plan, language: str) -> tuple[Holiday, ...]:
    regions = plan.header.holiday_regions
    return tuple(holidays_of(regions, plan.calendar.year, language)) if regions else ()
