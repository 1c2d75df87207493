"""The five questions of the assistant, a page each: company, goal and budget, segments, offerings, channels."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cmoplanner.i18n import _, ngettext
from cmoplanner.model import currencies
from cmoplanner.model.new_plan import USUAL_EROSION, years_offered
from cmoplanner.model.periods import FiscalCalendar, Pattern
from cmoplanner.model.preset_rows import EURO
from cmoplanner.model.presets import PACKS, channels_of, funnel_presets
from cmoplanner.report.formats import Formats
from cmoplanner.ui.new_plan.answer import Answer, hint, text_field
from cmoplanner.ui.new_plan.channel_table import ChannelTable
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox
from cmoplanner.ui.words import choice_word

HORIZONS = (12, 24, 36, 48, 60)
_NAMES = 6
_GAP = 12


class Step(QWidget):
    """One page of answers; `edited` says that one of them changed."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers: dict[str, Answer] = {}

    def show_faults(self, told: dict[str, str]) -> None:
        """Say beside each answer what is wrong with it."""
        for key, answer in self.answers.items():
            answer.show_fault(told.get(key, ""))

    def _ask(self, key: str, label: str, control: QWidget) -> Answer:
        answer = Answer(label, control, self)
        self.answers[key] = answer
        if isinstance(control, QLineEdit):
            control.textEdited.connect(self.edited)
        elif isinstance(control, ComboBox):
            control.currentIndexChanged.connect(self.edited)
            if control.isEditable():
                control.currentTextChanged.connect(self.edited)
        return answer


class CompanyStep(Step):
    """Whose plan it is, and in which money."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.company = text_field(self)
        self.name = text_field(self, placeholder=_("Marketing plan, with the fiscal year"))
        self.currency = ComboBox(theme, self)
        self.currency.setEditable(True)
        self.currency.setInsertPolicy(ComboBox.InsertPolicy.NoInsert)
        self.currency.addItems(list(currencies.codes()))
        completer = self.currency.completer()
        if isinstance(completer, QCompleter):
            completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        row = _columns(self)
        row.addWidget(self._ask("company", _("Company"), self.company), 0, 0)
        row.addWidget(self._ask("name", _("Name of the plan (optional)"), self.name), 0, 1)
        row.addWidget(self._ask("currency", _("Currency"), self.currency), 0, 2)
        for column, part in enumerate((4, 4, 2)):
            row.setColumnStretch(column, part)
        row.setRowStretch(1, 1)


class MoneyStep(Step):
    """What is to be reached, with how much money, in which year."""

    def __init__(self, theme: Theme, formats: Formats, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._today = today
        self.goal = text_field(self, number=True)
        self.budget = text_field(self, number=True)
        self.month = ComboBox(theme, self)
        for month in range(1, 13):
            self.month.addItem(_month_name(month, formats), month)
        self.last_year = text_field(self, number=True)
        self.year = ComboBox(theme, self)
        self.pattern = ComboBox(theme, self)
        for pattern in Pattern:
            self.pattern.addItem(choice_word(pattern), str(pattern))
        self.horizon = ComboBox(theme, self)
        for months in HORIZONS:
            self.horizon.addItem(_("{n} months").format(n=months), months)
        self.horizon.setCurrentIndex(HORIZONS.index(36))
        grid = _columns(self)
        grid.addWidget(self._ask("goal", "", self.goal), 0, 0)
        grid.addWidget(self._ask("budget", "", self.budget), 0, 1)
        grid.addWidget(self._ask("month", _("Fiscal year starts"), self.month), 0, 2)
        grid.addWidget(self._ask("revenue_last_year", "", self.last_year), 0, 3)
        grid.addWidget(self._ask("fy_start", _("Year that is planned"), self.year), 1, 0, 1, 2)
        grid.addWidget(self._ask("fy_pattern", _("Fiscal months"), self.pattern), 1, 2)
        grid.addWidget(self._ask("horizon_months", _("Projected over"), self.horizon), 1, 3)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(2, 1)
        self.month.currentIndexChanged.connect(self._offer_years)
        self.pattern.currentIndexChanged.connect(self._offer_years)
        self._offer_years()

    def _offer_years(self) -> None:
        """Offer the years around today; the place in the list is kept where there was one."""
        at = self.year.currentIndex()
        self.year.blockSignals(True)
        self.year.clear()
        pattern = Pattern(self.pattern.currentData())
        for start in years_offered(self._today, self.month.currentData()):
            calendar = FiscalCalendar(start, pattern, 12)
            days = self._formats.days(start, calendar.fy_end)
            self.year.addItem(_("{label}: {days}").format(label=calendar.label, days=days), start)
        self.year.setCurrentIndex(1 if at < 0 else at)
        self.year.blockSignals(False)

    def show_currency(self, currency: str) -> None:
        """Ask for money in this currency."""
        self.answers["goal"].show_label(_("Revenue goal, {currency}").format(currency=currency))
        self.answers["budget"].show_label(_("Marketing budget, {currency}").format(currency=currency))
        self.answers["revenue_last_year"].show_label(_("Revenue last year, {currency}").format(currency=currency))


class NamesStep(Step):
    """A few names, one in a field; fields that stay empty do not count."""

    def __init__(self, key: str, label: str, examples: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = QWidget(self)
        grid = QGridLayout(self.names)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(8)
        self.fields: list[QLineEdit] = []
        for i in range(_NAMES):
            example = _("for example {name}").format(name=examples[i]) if i < len(examples) else ""
            field = text_field(self.names, placeholder=example)
            field.setAccessibleName(_("{label}, {n}").format(label=label, n=i + 1))
            field.textEdited.connect(self.edited)
            grid.addWidget(field, i // 3, i % 3)
            self.fields.append(field)
        self.names.setFocusProxy(self.fields[0])
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(self._ask(key, label, self.names))

    def given(self) -> tuple[str, ...]:
        """Return what stands in the fields."""
        return tuple(field.text() for field in self.fields if field.text().strip())

    def show_names(self, names: Sequence[str]) -> None:
        """Fill the fields."""
        for i, field in enumerate(self.fields):
            field.setText(names[i] if i < len(names) else "")


class SegmentsStep(NamesStep):
    """Who buys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        examples = (_("Hospitals"), _("Schools"), _("Small offices"))
        super().__init__("segments", _("Who buys: two to four names are a good start"), examples, parent)
        self.column.addStretch(1)


class OfferingsStep(NamesStep):
    """What is sold, in what kind of business, and how far the business carries itself."""

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        examples = (_("Monitoring"), _("Devices"), _("Service plan"))
        super().__init__("offerings", _("What is sold: two to four names are a good start"), examples, parent)
        self._formats = formats
        self.model = ComboBox(theme, self)
        for key, preset in funnel_presets().items():
            self.model.addItem(preset.name, key)
        self.erosion = text_field(self, number=True)
        self.erosion.setMaximumWidth(120)
        self.erosion.setText(formats.percent(USUAL_EROSION))
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self._ask("model", _("Kind of business"), self.model), 1)
        question = _("Without any marketing, what part of new business would be gone in a year?")
        row.addWidget(self._ask("base_erosion", question, self.erosion), 2)
        self.figures = plain_label("", self, role="value", wrap=True)
        self.source = hint("", self)
        self.column.addLayout(row)
        self.column.addWidget(self.figures)
        self.column.addWidget(self.source)
        self.column.addStretch(1)
        self.model.currentIndexChanged.connect(self._show_model)
        self._show_model()

    def _show_model(self) -> None:
        """Say what figures each market cell begins with, and where they are from."""
        preset = funnel_presets()[self.model.currentData()]
        percent, number = self._formats.percent, self._formats.number
        parts = [
            _("gross margin {rate}").format(rate=percent(preset.gross_margin)),
            _("retention {rate}, in the first year {new}").format(
                rate=percent(preset.retention_year), new=percent(preset.retention_new_year)
            ),
        ]
        if preset.order_rate is not None:
            parts.append(_("orders per response {rate}").format(rate=percent(preset.order_rate, 1)))
        if preset.lead_to_offer is not None and preset.offer_to_deal is not None:
            parts.append(_("offers per lead {rate}").format(rate=percent(preset.lead_to_offer)))
            parts.append(_("deals per offer {rate}").format(rate=percent(preset.offer_to_deal)))
            months = preset.lag_lead_offer + preset.lag_offer_deal
            parts.append(_("lead to deal {n} months").format(n=number(months, 2 if months % 1 else 0)))
        self.figures.setText(_("Each market cell begins with: {figures}.").format(figures=", ".join(parts)))
        told = _("Confidence {word}. Source: {source}")
        self.source.setText(told.format(word=choice_word(preset.confidence).lower(), source=preset.source))


class ChannelsStep(Step):
    """Which usual channels the plan begins with, and what they come with."""

    def __init__(self, theme: Theme, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, str, float] | None = None
        self.pack = ComboBox(theme, self)
        for key, name in PACKS.items():
            n = len(channels_of(key))
            count = ngettext("{n} channel", "{n} channels", n).format(n=n)
            self.pack.addItem(_("{name}: {count}").format(name=_(name), count=count), key)
        self.pack.addItem(_("None yet"), "")
        self.rate = text_field(self, number=True)
        self.table = ChannelTable(theme, formats, parent=self)
        self.table.setMinimumHeight(248)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._ask("pack", _("Usual channels"), self.pack), 3, top)
        self.rate_answer = self._ask("per_euro", "", self.rate)
        row.addWidget(self.rate_answer, 2, top)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        told = _(
            "Costs were published in euro, or in US dollars taken at 0.92 euro. In brackets: what one time in ten is "
            "undercut or exceeded."
        )
        column.addWidget(hint(told, self))

    def show_costs(self, currency: str, per_euro: float | None) -> None:
        """Show the chosen channels; costs stay euro until a rate is known."""
        in_euro = currency == EURO or per_euro is None
        pack = self.pack.currentData() or ""
        self.rate_answer.setVisible(currency != EURO and bool(pack))
        self.rate_answer.show_label(_("1 euro is how many {currency}?").format(currency=currency))
        shown = (pack, EURO if in_euro else currency, 1.0 if in_euro else per_euro or 1.0)
        if shown != self._shown:
            self._shown = shown
            self.table.show_channels(channels_of(pack), currency=shown[1], per_euro=shown[2])


def _columns(parent: QWidget) -> QGridLayout:
    grid = QGridLayout(parent)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(_GAP)
    grid.setVerticalSpacing(2)
    grid.setAlignment(Qt.AlignmentFlag.AlignTop)
    return grid


def _month_name(month: int, formats: Formats) -> str:
    from babel.dates import get_month_names

    return str(get_month_names("wide", "stand-alone", locale=formats.locale)[month]).capitalize()
