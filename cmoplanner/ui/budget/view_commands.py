"""The commands that change how the budget grid is looked at: filter, folds, quarters, measures, the panel beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cmoplanner.i18n import _
from cmoplanner.report.budget.book import MEASURES, PAST_MEASURES, Book, Measure
from cmoplanner.ui.budget.arranging import Arranging
from cmoplanner.ui.commands import Command

_QUARTERS = range(1, 5)


@dataclass(frozen=True)
class ViewCommands:
    """What the page can do about how it looks, as commands."""

    arranging: Arranging
    book: Callable[[], Book | None]
    show_past: Callable[[Measure], None]
    flip_side: Callable[[], None]
    flip_spend: Callable[[], None]
    filter: Callable[[], None]
    go_to_over: Callable[[], None]

    def commands(self) -> list[Command]:
        """Return the commands for menus, shortcuts and the palette."""
        shown = partial(Command, menu="view", group="find")
        return [
            shown("budget.side", _("Panel beside the budget"), "F9", self.flip_side),
            shown("budget.spend", _("Approvals, needed money and vendors"), "Shift+F9", self.flip_spend),
            shown("budget.filter", _("Filter"), "Ctrl+F", self.filter),
            shown("budget.next_over", _("Next envelope that is over"), "F8", self.go_to_over),
            *self._folds(),
            *self._quarters(),
            *self._measures(),
        ]

    def _folds(self) -> list[Command]:
        return [
            Command(f"budget.{key}", text, "", partial(self._fold_all, folded), menu="view", group="folds")
            for key, text, folded in (("fold", _("Fold all groups"), True), ("unfold", _("Open all groups"), False))
        ]

    def _fold_all(self, folded: bool) -> None:
        self.arranging.fold_all(self.book(), folded)

    def _quarters(self) -> list[Command]:
        return [
            Command(
                f"budget.q{number}",
                partial(self._quarter_text, number),
                f"Ctrl+Alt+{number}",
                partial(self.arranging.open_quarter, number),
                menu="view",
                group="quarters",
            )
            for number in _QUARTERS
        ]

    def _quarter_text(self, number: int) -> str:
        opened = number in self.arranging.now.quarters
        return (_("Close Q{n}") if opened else _("Show the months of Q{n}")).format(n=number)

    def _measures(self) -> list[Command]:
        own = [
            (measure, label, partial(self.arranging.arrange, measure=measure)) for measure, label in MEASURES.items()
        ]
        past = [(measure, label, partial(self.show_past, measure)) for measure, label in PAST_MEASURES.items()]
        return [
            Command(
                f"budget.show.{measure.value}",
                _("Months show: {measure}").format(measure=_(label)),
                f"Alt+{number}",
                run,
                menu="view",
                group="measures",
            )
            for number, (measure, label, run) in enumerate([*own, *past], start=1)
        ]
