"""Exports for one audience from the window: the sales sheet, and the annex of a partner that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmoplanner.errors import ExportFailed
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.ui.commands import Command
from cmoplanner.ui.context import Context
from cmoplanner.ui.jobs import Jobs, Progress
from cmoplanner.ui.plan_files import file_name
from cmoplanner.ui.save_dialog import ask_file
from cmoplanner.ui.text import plain_label
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ComboBox
from cmoplanner.ui.widgets.dialogs import Message, Working

_SUFFIX = ".xlsx"


class ChoosePartner(QDialog):
    """Asks whose annex is written; Enter goes on, Escape leaves."""

    def __init__(self, theme: Theme, plan: Plan, act: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act = act
        self.setWindowTitle(_("Partner annex"))
        self.setMinimumWidth(420)
        self.partner = ComboBox(theme, self)
        self.partner.setAccessibleName(_("Partner"))
        for row in plan.partners.values():
            self.partner.addItem(row.name, row.id)
        self.go_on = QPushButton(_("Write…"), self)
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._do)
        cancel = QPushButton(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        words = _("Its joint plan, shared activities, funds and claims. Nothing of any other partner is in the file.")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(plain_label(_("Partner annex"), self, role="title"))
        column.addWidget(plain_label(words, self, role="hint", wrap=True))
        column.addWidget(self.partner)
        column.addLayout(buttons)

    def _do(self) -> None:
        self.accept()
        self._act(self.partner.currentData())


class AudienceExports(QObject):
    """Asks for a file and writes it in a thread; the plan is not changed."""

    def __init__(self, context: Context, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._jobs = jobs
        self._window = window
        self.choosing: ChoosePartner | None = None

    def commands(self) -> list[Command]:
        """Return a command for each audience."""
        return [
            Command("export.sales", _("Sales sheet…"), "", self.ask_sales, menu="file/export", group="file"),
            Command(
                "export.annex",
                _("Partner annex…"),
                "",
                self.ask_partner,
                lambda: bool(self._context.document.plan.partners),
                menu="file/export",
                group="file",
            ),
        ]

    def ask_sales(self) -> None:
        """Ask where the sales sheet goes, then write it."""
        if path := self._ask(_("Sales sheet")):
            self.write_sales(path)

    def ask_partner(self) -> None:
        """Ask whose annex is written."""
        plan = self._context.document.plan
        self.choosing = ChoosePartner(self._context.theme, plan, self.ask_annex, self._window)
        self.choosing.finished.connect(self.choosing.deleteLater)
        self.choosing.open()

    def ask_annex(self, partner: str) -> None:
        """Ask where a partner's annex goes, then write it."""
        row = self._context.document.plan.partners.get(partner)
        if row is not None and (path := self._ask(row.name)):
            self.write_annex(partner, path)

    def write_sales(self, path: Path) -> None:
        """Write the sales sheet."""
        outcome = self._context.outlook.outcome

        def work(_progress: Progress) -> Path:
            from cmoplanner.exchange.audiences import export_sales

            export_sales(outcome, path)
            return path

        self._start(path, work)

    def write_annex(self, partner: str, path: Path) -> None:
        """Write a partner's annex."""
        plan = self._context.document.plan

        def work(_progress: Progress) -> Path:
            from cmoplanner.exchange.audiences import export_annex

            export_annex(plan, partner, path)
            return path

        self._start(path, work)

    def _ask(self, name: str) -> Path | None:
        document = self._context.document
        proposed = document.path.with_name(file_name(f"{document.plan.header.name} – {name}") + _SUFFIX)
        return ask_file(self._window, _("Export"), proposed, _SUFFIX, _("Excel workbook (*.xlsx)"))

    def _start(self, path: Path, work: Callable[[Progress], Path]) -> None:
        job = self._jobs.start(_("Writing “{name}”").format(name=path.name), work)
        Working(job, self._window)
        job.done.connect(self._done)
        job.failed.connect(lambda error: self._failed(path, error))
        job.dropped.connect(lambda: self._context.commands.say(_("Stopped.")))

    def _done(self, path: Path) -> None:
        self._context.commands.say(_("“{name}” written to “{folder}”").format(name=path.name, folder=path.parent))

    def _failed(self, path: Path, error: Exception) -> None:
        told = ExportFailed(path, str(error)) if isinstance(error, OSError) else error
        Message.of(told, self._window).open()
