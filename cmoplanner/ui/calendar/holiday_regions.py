"""Asks whose public holidays count in a plan: countries, and parts of countries with holidays of their own."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.i18n import _, known_locale
from cmoplanner.model.public_holidays import Region, known_regions
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Jobs
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.widgets.pickers import TickDelegate

_CODE = Qt.ItemDataRole.UserRole


class HolidayRegions(QDialog):
    """A list to tick, with the chosen ones first; parts of countries are found by typing. `take` gets the codes."""

    def __init__(
        self, context: Context, jobs: Jobs, take: Callable[[Sequence[str]], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._take = take
        header = context.document.plan.header
        self._chosen = list(header.holiday_regions)
        self.setWindowTitle(_("Holidays of countries"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(460, 520)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search: Germany, Bayern, US-CA"))
        self.search.setAccessibleName(_("Search countries"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Countries"))
        self.list.setItemDelegate(TickDelegate(context.theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.told = plain_label(_("Looking up countries…"), self, role="hint", wrap=True)
        self.keep = QPushButton(_("Show these holidays"), self)
        self.keep.setDefault(True)
        self.keep.setEnabled(False)
        self.keep.clicked.connect(self._keep)
        cancel = QPushButton(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(plain_label(_("Whose public holidays count in this plan?"), self, role="title"))
        hint = _("They are shown on the calendar. Parts of a country are found by typing the country's name.")
        column.addWidget(plain_label(hint, self, role="hint", wrap=True))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.search.textChanged.connect(self._narrow)
        self.list.itemChanged.connect(self._ticked)
        locale = known_locale(context.settings.language)
        job = jobs.start(_("Countries"), lambda _progress: known_regions(locale))
        job.done.connect(self._fill)
        job.failed.connect(self._failed)

    def _fill(self, regions: Sequence[Region]) -> None:
        known = {region.code: region for region in regions}
        order = [known.get(code, Region(code, code)) for code in self._chosen]
        order += [region for region in regions if region.code not in self._chosen]
        self.list.blockSignals(True)
        for region in order:
            item = QListWidgetItem(f"{region.name} ({region.code})", self.list)
            item.setData(_CODE, region.code)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            ticked = region.code in self._chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self.keep.setEnabled(True)
        self._narrow(self.search.text())
        self._tell()

    def _failed(self, _error: Exception) -> None:
        self.told.setText(_("The countries could not be looked up; the plan is untouched."))

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        for i in range(self.list.count()):
            item = self.list.item(i)
            code = item.data(_CODE)
            whole = "-" not in code or code in self._chosen
            self.list.setRowHidden(i, wanted not in item.text().casefold() if wanted else not whole)

    def _ticked(self, item: QListWidgetItem) -> None:
        code = item.data(_CODE)
        if item.checkState() is Qt.CheckState.Checked and code not in self._chosen:
            self._chosen.append(code)
        elif item.checkState() is not Qt.CheckState.Checked and code in self._chosen:
            self._chosen.remove(code)
        self._tell()

    def _tell(self) -> None:
        self.told.setText(
            _("Chosen: {codes}").format(codes=", ".join(self._chosen)) if self._chosen else _("None chosen")
        )

    def _keep(self) -> None:
        self._take(tuple(self._chosen))
        self.accept()
