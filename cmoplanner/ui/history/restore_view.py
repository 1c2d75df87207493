"""Backups of a plan: each looked into and compared with the plan as it is now before it comes back as a new file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.model.store.backups import Backup
from cmoplanner.model.store.restore import Preview, preview
from cmoplanner.report.comparison import Comparison, comparison
from cmoplanner.report.formats import Formats
from cmoplanner.ui.history.entries import day_words, moment_words
from cmoplanner.ui.history.lines import Line, LinesView
from cmoplanner.ui.jobs import Jobs, Progress
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ValueRow, line

_LABEL = 132
_UNITS = ("kB", "MB", "GB")


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking into a backup found: what it holds and what is other since, or why it cannot be read."""

    key: str
    preview: Preview | None = None
    found: Comparison | None = None
    error: CmoPlannerError | None = None


def size_words(size: int, formats: Formats) -> str:
    """Return a number of bytes as people read it: "148 kB"."""
    amount = max(size, 1) / 1000
    for unit in _UNITS:
        if amount < 999.5 or unit == _UNITS[-1]:
            return f"{formats.number(amount, 0 if amount >= 9.95 else 1)}\u00a0{unit}"
        amount /= 1000
    return ""


def backup_lines(backups: Sequence[Backup], formats: Formats, today: date, damaged: set[str]) -> list[Line]:
    """Return backups, newest first, under their days; those that turned out to be damaged say so."""
    lines: list[Line] = []
    day: date | None = None
    for backup in backups:
        at = backup.at.astimezone()
        if at.date() != day:
            day = at.date()
            lines.append(Line(f"day:{day.isoformat()}", day_words(day, formats, today), head=True))
        bad = backup.path.name in damaged
        size = size_words(backup.size, formats)
        detail = _("Damaged") if bad else ""
        icon, role = ("warning", "negative") if bad else ("file", "text_2")
        lines.append(Line(backup.path.name, f"{at:%H:%M:%S}", detail, size, icon, role))
    return lines


class RestoreDialog(QDialog):
    """The backups at the left, what the chosen one holds at the right."""

    restore_asked = Signal(object)  # Backup
    compare_asked = Signal(object)  # Backup

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        plan: Plan,
        backups: Sequence[Backup],
        look: Callable[[Backup], Preview] = preview,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._plan = plan
        self._look = look
        self._formats = Formats.of(plan)
        self._backups = {backup.path.name: backup for backup in backups}
        self._looked: dict[str, Looked] = {}
        self.setWindowTitle(_("Restore a backup"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(680, 440)
        self.list = LinesView(theme, _("Backups"), self)
        self.list.setProperty("framed", "true")
        self.list.setFixedWidth(248)
        self.stack = QStackedWidget(self)
        self.told = plain_label("", self, wrap=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told.setContentsMargins(32, 0, 12, 24)
        self.stack.addWidget(self.told)
        self.stack.addWidget(self._make_preview())
        self.restore = QPushButton(_("Restore as a new file…"), self)
        self.restore.setDefault(True)
        self.restore.clicked.connect(self._restore)
        self.close_button = QPushButton(_("Close"), self)
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self.list.selected.connect(self._show)
        self.list.chosen.connect(lambda _key: self._restore())
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(820, room.width() - 80), min(560, room.height() - 80))
        self._list_them()
        self._start()

    def _make_preview(self) -> QWidget:
        page = QWidget(self)
        self.name = plain_label("", page, role="title", wrap=True)
        self.when = plain_label("", page, role="hint")
        self.rows = {
            key: ValueRow(label, page, label_width=_LABEL)
            for key, label in (
                ("activity", _("Activities")),
                ("campaign", _("Campaigns")),
                ("budget", _("Top-down budget")),
                ("net", _("Planned, net")),
                ("others", _("Other rows")),
            )
        }
        self.since = plain_label("", page, role="strong", wrap=True)
        self.compare = QPushButton(_("Show what differs…"), page)
        self.compare.setAutoDefault(False)
        self.compare.clicked.connect(self._compare)
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.name)
        column.addWidget(self.when)
        column.addSpacing(8)
        for row in self.rows.values():
            column.addWidget(row)
        column.addSpacing(8)
        column.addWidget(line(page))
        column.addSpacing(8)
        column.addWidget(plain_label(_("The plan as it is now, compared with this backup"), page, role="caption"))
        column.addWidget(self.since)
        column.addSpacing(4)
        column.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Restore a backup"), self, role="heading"))
        explained = _("A backup comes back as a plan file of its own. The plan that is open stays as it is.")
        column.addWidget(plain_label(explained, self, role="hint", wrap=True))
        column.addLayout(middle, 1)
        column.addLayout(foot)

    def _list_them(self) -> None:
        damaged = {key for key, looked in self._looked.items() if looked.error is not None}
        today = datetime.now().astimezone().date()
        self.list.show_lines(backup_lines(list(self._backups.values()), self._formats, today, damaged))

    def _start(self) -> None:
        if not self._backups:
            self.list.hide()
            self._say(
                _(
                    "There is no backup of this plan on this computer yet. One is made when a plan is opened, before "
                    "risky steps, and every ten minutes while it changes."
                )
            )
            return
        self.list.go_to_key(next(iter(self._backups)))
        self.list.setFocus()

    def _say(self, text: str) -> None:
        self.told.setText(text)
        self.stack.setCurrentWidget(self.told)
        self.restore.setEnabled(False)

    def _show(self, key: str) -> None:
        """Show what is known about a backup, or look into it in a thread."""
        if not key:
            return
        looked = self._looked.get(key)
        if looked is not None:
            self._show_looked(looked)
            return
        self._say(_("Looking into the backup…"))
        backup, plan, look = self._backups[key], self._plan, self._look

        def work(progress: Progress) -> Looked:
            try:
                held = look(backup)
            except CmoPlannerError as error:
                return Looked(key, error=error)
            progress.report(0.5)
            return Looked(key, held, comparison(held.plan, plan))

        job = self._jobs.start(_("Looking into a backup"), work)
        job.done.connect(self._done)
        job.failed.connect(self._failed)

    def _done(self, looked: Looked) -> None:
        self._looked[looked.key] = looked
        if looked.error is not None:
            self._list_them()
        if self.list.key == looked.key:
            self._show_looked(looked)

    def _failed(self, _error: Exception) -> None:
        self._say(_("Something went wrong in the program. The backup and the plan are untouched."))

    def _show_looked(self, looked: Looked) -> None:
        if looked.preview is None or looked.found is None:
            reason = looked.error.sentence if looked.error else ""
            rest = _("It cannot be restored. Choose another backup; the plan that is open is not concerned.")
            self._say("\n\n".join(part for part in (reason, rest) if part))
            return
        held = looked.preview
        formats = Formats.of(held.plan)
        currency = formats.currency
        self.name.setText(held.name)
        self.when.setText(_("As it was on {moment}").format(moment=moment_words(held.backup.at, formats)))
        counts = dict(held.counts)
        for key in ("activity", "campaign"):
            self.rows[key].show_value(formats.number(counts.pop(key, 0)))
        self.rows["budget"].show_value(f"{formats.full(held.plan.header.topdown_budget)} {currency}")
        net = next((total.before for total in looked.found.totals if total.key == "planned_net"), 0)
        self.rows["net"].show_value(f"{formats.full(net)} {currency}")
        self.rows["others"].show_value(formats.number(sum(counts.values())))
        self.since.setText(looked.found.summary)
        self.compare.setEnabled(bool(looked.found.groups))
        self.stack.setCurrentIndex(1)
        self.restore.setEnabled(True)

    def _compare(self) -> None:
        self.compare_asked.emit(self._backups[self.list.key])

    def _restore(self) -> None:
        if self.restore.isEnabled():
            self.restore_asked.emit(self._backups[self.list.key])
