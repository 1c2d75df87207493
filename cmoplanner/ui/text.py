"""User text stays plain text: labels that never read it as markup, actions that never read it as a mnemonic."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def plain_label(text: str = "", parent: QWidget | None = None, *, role: str = "", wrap: bool = False) -> QLabel:
    """Return a label that shows its text literally; `role` picks its look in the style sheet."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def plain_paragraph(text: str, width: int, parent: QWidget | None = None, *, role: str = "lead") -> QLabel:
    """Return a label of a fixed width with room for all its lines, also where a layout gives it a place of its own."""
    label = plain_label(text, parent, role=role, wrap=True)
    label.setFixedWidth(width)
    label.ensurePolished()  # the style sheet's font counts
    label.setMinimumHeight(label.heightForWidth(width))
    return label


def plain_action(text: str) -> str:
    """Return text for an action or button, where a single & would be eaten as a mnemonic."""
    return text.replace("&", "&&")


def plain_tooltip(text: str) -> str:
    """Return text for a tooltip: escaped and marked as rich, so that Qt wraps long text and guesses nothing."""
    return f"<qt>{escape(text)}</qt>" if text else ""
