"""The assistant itself: five steps with Back and Continue, checked beside the field, ended by a plan to be made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.i18n import _, known_locale, ngettext
from cmoplanner.model.new_plan import Fault, NewPlan, tidy
from cmoplanner.model.presets import channels_of, pack_for
from cmoplanner.ui.new_plan.answer import hint
from cmoplanner.ui.new_plan.reading import Typed, formats_of, read
from cmoplanner.ui.new_plan.stepper import Stepper
from cmoplanner.ui.new_plan.steps import ChannelsStep, CompanyStep, MoneyStep, OfferingsStep, SegmentsStep, Step
from cmoplanner.ui.new_plan.templates import Template
from cmoplanner.ui.theme import Theme

_BLANK_UNTIL = 2  # steps that a blank plan has answers of


class NewPlanForm(QWidget):
    """`made` carries the answers when the last step is left; `blank` those of a plan without presets."""

    made = Signal(object)
    blank = Signal(object)
    stepped = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.today()  # noqa: DTZ011 # the user's own calendar
        self._locale = known_locale(QLocale().name())
        self._told: set[int] = set()  # steps that were left once: their faults are shown while one types
        formats = formats_of("EUR", self._locale)
        self.company = CompanyStep(theme, self)
        self.money = MoneyStep(theme, formats, self._today, self)
        self.segments = SegmentsStep(self)
        self.offerings = OfferingsStep(theme, formats, self)
        self.channels = ChannelsStep(theme, formats, self)
        self.steps: tuple[Step, ...] = (self.company, self.money, self.segments, self.offerings, self.channels)
        names = (_("Company"), _("Goal and budget"), _("Segments"), _("Offerings"), _("Channels"))
        self.stepper = Stepper(theme, names, self)
        self.stack = QStackedWidget(self)
        for step in self.steps:
            self.stack.addWidget(step)
            step.edited.connect(self._refresh)
        self.hint = hint("", self)
        self.blank_button = QPushButton(_("Blank plan…"), self)
        self.blank_button.setProperty("role", "link")
        self.back = QPushButton(_("Back"), self)
        self.proceed = QPushButton(_("Continue"), self)
        self.proceed.setProperty("role", "primary")
        for button in (self.blank_button, self.back, self.proceed):
            button.setAutoDefault(False)
        self._lay_out()
        self.blank_button.clicked.connect(self._make_blank)
        self.back.clicked.connect(self.go_back)
        self.proceed.clicked.connect(self.go_on)
        self.offerings.model.currentIndexChanged.connect(self._suit_pack)
        self._show_step(0, focus=False)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.blank_button)
        foot.addSpacing(8)
        foot.addWidget(self.back)
        foot.addWidget(self.proceed)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.stepper)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)

    @property
    def step(self) -> int:
        """The number of the step that is shown, counted from 0."""
        return self.stack.currentIndex()

    def begin(self) -> None:
        """Put the cursor where the first answer goes."""
        self._show_step(0)

    def use_template(self, template: Template) -> None:
        """Fill in a kind of business and its names; what was typed about company and money stays."""
        self.segments.show_names([_(name) for name in template.segments])
        self.offerings.show_names([_(name) for name in template.offerings])
        self.offerings.model.setCurrentIndex(self.offerings.model.findData(template.model))
        self.channels.pack.setCurrentIndex(self.channels.pack.findData(template.pack))
        self.begin()

    def typed(self) -> Typed:
        """Return what stands in the fields."""
        money, company = self.money, self.company
        return Typed(
            company=company.company.text(),
            name=company.name.text(),
            currency=company.currency.currentText(),
            goal=money.goal.text(),
            budget=money.budget.text(),
            revenue_last_year=money.last_year.text(),
            fy_start=money.year.currentData(),
            fy_pattern=money.pattern.currentData(),
            horizon_months=money.horizon.currentData(),
            segments=self.segments.given(),
            offerings=self.offerings.given(),
            model=self.offerings.model.currentData(),
            base_erosion=self.offerings.erosion.text(),
            pack=self.channels.pack.currentData(),
            per_euro=self.channels.rate.text() if company.currency.currentText().strip().upper() != "EUR" else "",
        )

    def answers(self) -> tuple[NewPlan, list[Fault]]:
        """Return the answers so far and what is wrong with them."""
        return read(self.typed(), self._today, self._locale)

    def go_back(self) -> None:
        """Show the step before; nothing is lost."""
        if self.step:
            self._show_step(self.step - 1)

    def go_on(self) -> None:
        """Leave a step, if its answers can be taken; after the last one the plan is to be made."""
        self._told.add(self.step)
        answers, wrong = self.answers()
        last = self.step == len(self.steps) - 1
        if last:
            self._told.update(range(len(self.steps)))
        here = [fault for fault in wrong if last or self._step_of(fault) == self.step]
        self._refresh()
        if here:
            self._show_step(min(self._step_of(fault) for fault in here), first_fault=here)
        elif last:
            self.made.emit(tidy(answers))
        else:
            self._show_step(self.step + 1)

    def _make_blank(self) -> None:
        """A plan with header and journey only; the company may still be without a name."""
        answers, wrong = self.answers()
        early = [fault for fault in wrong if self._step_of(fault) < _BLANK_UNTIL and fault.key != "company"]
        if early:
            self._told.update({0, 1})
            self._refresh()
            self._show_step(min(self._step_of(fault) for fault in early), first_fault=early)
            return
        self.blank.emit(tidy(replace(answers, segments=(), offerings=(), pack="", model="", per_euro=None)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, whichever field one is in; on a button it presses the button."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        else:
            self.go_on()

    def _step_of(self, fault: Fault) -> int:
        return next((i for i, step in enumerate(self.steps) if fault.key in step.answers), 0)

    def _show_step(self, number: int, *, focus: bool = True, first_fault: Sequence[Fault] = ()) -> None:
        for i, step in enumerate(self.steps):  # a short step takes little room, although another one is long
            policy = QSizePolicy.Policy.Preferred if i == number else QSizePolicy.Policy.Ignored
            step.setSizePolicy(policy, policy)
        self.stack.setCurrentIndex(number)
        self.stepper.show_step(number)
        self.back.setVisible(number > 0)
        self.blank_button.setVisible(number < _BLANK_UNTIL)
        last = number == len(self.steps) - 1
        self.proceed.setText(_("Create the plan…") if last else _("Continue"))
        self._refresh()
        if focus:
            step = self.steps[number]
            keys = [fault.key for fault in first_fault if fault.key in step.answers]
            answer = step.answers[keys[0]] if keys else next(iter(step.answers.values()))
            answer.control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stepped.emit(number)

    def _refresh(self) -> None:
        """Follow what was typed: labels, costs, the line at the foot, and faults of steps that were left once."""
        typed = self.typed()
        answers, wrong = self.answers()
        currency = typed.currency.strip().upper()
        self.money.show_currency(currency)
        self.channels.show_costs(currency, answers.per_euro)
        for number, step in enumerate(self.steps):
            told = {fault.key: fault.told for fault in reversed(wrong)}
            step.show_faults(told if number in self._told else {})
        self.hint.setText(self._hint(tidy(answers)))

    def _hint(self, answers: NewPlan) -> str:
        place = _("Step {n} of {all}.").format(n=self.step + 1, all=len(self.steps))
        match self.step:
            case 0:
                told = _("Every answer can be changed later.")
            case 1:
                told = self._budget_hint(answers)
            case 2:
                told = _("Names are enough.")
            case 3:
                told = self._cells_hint(answers)
            case _:
                told = self._channels_hint(answers)
        return f"{place} {told}"

    def _budget_hint(self, answers: NewPlan) -> str:
        if not answers.goal or not answers.budget:
            return _("Amounts may be written like 2.2 M.")
        share = formats_of(answers.currency, self._locale).percent(answers.budget / answers.goal, 1)
        return _("Budget is {share} of the goal.").format(share=share)

    def _cells_hint(self, answers: NewPlan) -> str:
        n = len(answers.segments) * len(answers.offerings)
        if not n:
            return _("Segments and offerings together make market cells.")
        return ngettext("{n} market cell.", "{n} market cells.", n).format(n=n)

    def _channels_hint(self, answers: NewPlan) -> str:
        n = len(channels_of(answers.pack))
        if not n:
            return _("Channels can be added from the Edit menu later.")
        told = ngettext("{n} channel, each figure an assumption.", "{n} channels, each figure an assumption.", n)
        return told.format(n=n)

    def _suit_pack(self) -> None:
        """Propose the channels that fit the kind of business."""
        if self.channels.pack.currentData():
            self.channels.pack.setCurrentIndex(
                self.channels.pack.findData(pack_for(self.offerings.model.currentData()))
            )
