"""What-if on the outcome page: the slider below it, the page as it would be, and the step into the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _
from cmoplanner.model.edits.scaling import scale_budget
from cmoplanner.report.deck.blocks import Kind
from cmoplanner.report.formats import Formats
from cmoplanner.ui.presenter.what_if import Answer, WhatIf
from cmoplanner.ui.presenter.what_if_bar import HEIGHT, WhatIfBar

if TYPE_CHECKING:
    from cmoplanner.ui.presenter.stage import Stage


class Trying(QObject):
    """Opens and closes the slider of a stage; nothing of it is in the plan until it is taken over."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._what_if: WhatIf | None = None
        self.bar: WhatIfBar | None = None
        self.answer: Answer | None = None

    @property
    def open(self) -> bool:
        """Whether the slider is shown."""
        return self.bar is not None

    @property
    def height(self) -> int:
        """How much room the slider takes."""
        return HEIGHT if self.bar is not None else 0

    def place(self, room: QRect) -> None:
        """Stand at the foot of the screen."""
        if self.bar is not None:
            self.bar.setGeometry(0, room.height() - HEIGHT, room.width(), HEIGHT)

    def settle(self) -> None:
        """Wait for the page of the last answer."""
        if self._what_if is not None:
            self._what_if.settle()

    def toggle(self) -> None:
        """Show the slider, on the outcome page if another one is shown; or hide it."""
        if self.open:
            self.leave()
            self._stage.turn_to(self._stage.number)
            return
        slides = self._stage.slides.slides
        places = [place for place, slide in enumerate(slides) if slide.kind is Kind.OUTCOME]
        if not places:
            self._stage.toast.say(_("The page with the projected outcome is not shown here."))
            return
        if self._stage.number not in places:
            self._stage.turn_to(places[0])
        self._begin()

    def _begin(self) -> None:
        stage = self._stage
        basis, slide = stage.slides.basis, stage.slide
        if basis is None or slide is None:
            return
        self._what_if = WhatIf(basis, slide, self)
        self._what_if.answered.connect(self._show)
        self._what_if.paged.connect(stage.show_state)
        formats = Formats.of(basis.material.plan)
        self.bar = WhatIfBar(stage.theme, formats, basis.scaling, basis.material.outcome, stage)
        self.bar.asked.connect(self._ask)
        self.bar.taken_over.connect(self.take_over)
        self.bar.closed.connect(self.toggle)
        self.bar.show()
        stage.arrange()
        self._ask(0)
        stage.activateWindow()  # the keys may have gone to the desk until now
        self.bar.slider.setFocus()

    def _ask(self, percent: int) -> None:
        if self._what_if is not None:
            self._what_if.ask(percent)

    def _show(self, answer: Answer) -> None:
        self.answer = answer
        if self.bar is not None:
            self.bar.show_answer(answer)

    def take_over(self) -> None:
        """Scale the plan's open money as the slider says, in one step."""
        self.settle()
        if self.answer is None:
            return
        try:
            scale_budget(self._stage.context.document, self.answer.wanted)
        except EditRefused as refusal:
            self._stage.toast.say(f"{refusal.sentence} {refusal.remedy}".strip())
        else:
            self._stage.toast.say(_("Taken over into the plan. Ctrl+Z takes it back."))

    def renew(self) -> None:
        """Begin anew from the plan as it is now, if the slider is shown."""
        if self.open:
            self.leave()
            slide = self._stage.slide
            if slide is not None and slide.kind is Kind.OUTCOME:
                self._begin()

    def leave(self) -> None:
        """Hide the slider: the plan was never another one."""
        if self._what_if is not None:
            self._what_if.close()
            self._what_if.deleteLater()
            self._what_if = None
        if self.bar is not None:
            bar, self.bar = self.bar, None
            self.answer = None
            bar.hide()
            bar.deleteLater()
            self._stage.arrange()
            self._stage.canvas.setFocus()
