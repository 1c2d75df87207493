"""The company's look on slides: a template, a logo, a font and a colour, remembered for each plan on this computer."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cmoplanner.errors import CmoPlannerError
from cmoplanner.exchange.slides.brand import Brand, checked
from cmoplanner.i18n import _
from cmoplanner.ui.context import Context
from cmoplanner.ui.text import plain_label

_KEPT = 30  # plans of which the look is remembered


def remembered(context: Context) -> Brand:
    """Return the look of the open plan's company; what is not known is empty."""
    stored = _read(context.settings.company_looks).get(context.document.plan.header.id)
    texts = stored if isinstance(stored, dict) else {}

    def text(name: str) -> str:
        value = texts.get(name)
        return value if isinstance(value, str) else ""

    def path(name: str) -> Path | None:
        return Path(text(name)) if text(name) else None

    return Brand(text("accent"), text("font"), path("logo"), path("template"))


def remember(context: Context, brand: Brand) -> None:
    """Keep the look for the open plan."""
    key = context.document.plan.header.id
    kept = {name: value for name, value in _read(context.settings.company_looks).items() if name != key}
    told = {
        "accent": brand.accent,
        "font": brand.font,
        "logo": str(brand.logo or ""),
        "template": str(brand.template or ""),
    }
    context.settings.change(company_looks=json.dumps(dict([*list(kept.items())[-_KEPT + 1 :], (key, told)])))


def _read(text: str) -> dict[str, Any]:
    try:
        stored = json.loads(text or "{}")
    except ValueError:
        return {}
    return stored if isinstance(stored, dict) else {}


class CompanyLook(QDialog):
    """Four fields, each of which may stay empty; what cannot be used is said before it is kept."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(_("Company look of slides"))
        self.setMinimumWidth(560)
        brand = remembered(context)
        self.template = QLineEdit(str(brand.template or ""), self)
        self.logo = QLineEdit(str(brand.logo or ""), self)
        self.font_name = QLineEdit(brand.font, self)
        self.accent = QLineEdit(brand.accent, self)
        self.font_name.setPlaceholderText(_("Arial"))
        self.accent.setPlaceholderText(_("#2456C7"))
        self.said = plain_label("", self, role="error", wrap=True)
        self.keep = QPushButton(_("Use this look"), self)
        self.keep.setProperty("role", "primary")
        self.keep.clicked.connect(self.accept)
        cancel = QPushButton(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(_("Template (.pptx)"), self._with_browse(self.template, _("Presentations (*.pptx)")))
        form.addRow(_("Logo (.png, .jpg)"), self._with_browse(self.logo, _("Pictures (*.png *.jpg *.jpeg)")))
        form.addRow(_("Font"), self.font_name)
        form.addRow(_("Colour"), self.accent)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        lead = _("A template brings its own layout, colours and fonts. This computer remembers it for this plan.")
        column.addWidget(plain_label(lead, self, role="hint", wrap=True))
        column.addLayout(form)
        column.addWidget(self.said)
        column.addLayout(foot)

    def _with_browse(self, field: QLineEdit, kinds: str) -> QWidget:
        row = QWidget(self)
        browse = QPushButton(_("Browse…"), row)
        browse.setAutoDefault(False)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(field, 1)
        layout.addWidget(browse)

        def ask() -> None:
            chosen, _kind = QFileDialog.getOpenFileName(self, _("Company look of slides"), field.text(), kinds)
            if chosen:
                field.setText(chosen)

        browse.clicked.connect(ask)
        return row

    @property
    def brand(self) -> Brand:
        """What the fields say."""
        logo, template = self.logo.text().strip(), self.template.text().strip()
        return Brand(
            self.accent.text().strip(),
            self.font_name.text().strip(),
            Path(logo) if logo else None,
            Path(template) if template else None,
        )

    def accept(self) -> None:
        try:
            remember(self._context, checked(self.brand))
        except CmoPlannerError as error:
            self.said.setText(f"{error.sentence} {error.remedy}")
            return
        super().accept()
