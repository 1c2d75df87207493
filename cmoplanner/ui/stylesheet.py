"""The style sheet of the stock controls: radius 6, height 30, a 2-px accent ring where the keyboard is."""

from string import Template

from cmoplanner.report.palette import Palette

_ROLES = [
    "window",
    "surface",
    "band",
    "border",
    "border_strong",
    "text",
    "text_2",
    "text_3",
    "accent",
    "accent_weak",
    "on_accent",
    "positive",
    "negative",
    "warning",
]

# Focus adds one pixel of line and takes one of padding away, so that nothing moves.
_SHEET = Template("""
* { outline: none; }
QMainWindow, QDialog { background: $surface; }
QLabel { background: transparent; }
QLabel:disabled { color: $text_3; }
QLabel[role="caption"] { font-size: 11px; color: $text_2; }
QLabel[role="strong-caption"] { font-size: 11px; font-weight: 600; }
QLabel[role="hint"] { font-size: 12px; color: $text_2; }
QLabel[role="value"] { font-size: 12px; font-weight: 500; }
QLabel[role="strong"] { font-size: 12px; font-weight: 600; }
QLabel[role="title"] { font-size: 16px; font-weight: 600; }
QLabel[role="heading"] { font-size: 20px; font-weight: 600; }
QLabel[role="headline"] { font-size: 24px; font-weight: 600; }
QLabel[role="lead"] { font-size: 13px; color: $text_2; }
QLabel[role="figure"] { font-size: 18px; font-weight: 600; }
QLabel[role="error"] { font-size: 11px; color: $negative; }
QLabel[role="warning"] { font-size: 12px; color: $warning; }
QLabel[role="positive"] { font-size: 12px; font-weight: 600; color: $positive; }
QLabel[role="negative"] { font-size: 12px; font-weight: 600; color: $negative; }
QLabel[role="toast"] { background: $text; color: $surface; border-radius: 8px; padding: 8px 16px; font-size: 15px;
  font-weight: 500; }
QFrame[role="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="sample"] { background: $accent_weak; border: 1px solid $accent; border-radius: 8px; }
QFrame[role="card"] { background: $surface; border: 1px solid $border_strong; border-radius: 8px; }

QPushButton { background: $surface; border: 1px solid $border_strong; border-radius: 6px; padding: 0 13px;
  min-height: 28px; font-weight: 500; }
QPushButton:hover { background: $band; }
QPushButton:pressed, QPushButton:checked { background: $accent_weak; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0 12px; min-height: 26px; }
QPushButton:disabled { color: $text_3; border-color: $border; background: $surface; }
QPushButton:default, QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent;
  font-weight: 600; }
QPushButton:default:focus, QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled, QPushButton:default:disabled { background: $band; color: $text_3;
  border-color: $border; }
QPushButton[role="danger"] { color: $negative; border-color: $negative; }
QPushButton[role="danger"]:focus { border: 2px solid $negative; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[role="link"] { border: none; background: transparent; color: $accent; padding: 0; min-height: 20px;
  font-size: 12px; font-weight: 500; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 2px solid $accent; border-radius: 4px; padding: 0; min-height: 16px; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 3px; }
QToolButton:hover { background: $band; }
QToolButton:pressed, QToolButton:checked { background: $accent_weak; border-color: $accent; }
QToolButton:focus { border: 2px solid $accent; padding: 2px; }
QToolButton[role="boxed"] { background: $surface; border: 1px solid $border_strong; min-width: 22px; min-height: 22px; }
QToolButton[role="boxed"]:hover { background: $band; }
QToolButton[role="boxed"]:checked { background: $accent_weak; border-color: $accent; }
QToolButton[role="boxed"]:focus { border: 2px solid $accent; padding: 2px; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox { background: $surface; border: 1px solid $border_strong;
  border-radius: 6px; padding: 0 9px; min-height: 28px; selection-background-color: $accent;
  selection-color: $on_accent; }
QPlainTextEdit { padding: 4px 5px; }
QLineEdit:hover, QPlainTextEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $text_3; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QComboBox:on { border: 2px solid $accent; padding: 0 8px;
  min-height: 26px; }
QPlainTextEdit:focus { border: 2px solid $accent; padding: 3px 4px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $text_3;
  background: $band; border-color: $border; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] { border: 2px solid $negative;
  padding: 0 8px; min-height: 26px; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; padding: 0; min-height: 20px; background: transparent; }
QComboBox { padding-right: 0; combobox-popup: 0; }
QComboBox:focus, QComboBox:on { padding-right: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow { image: none; }
QDateEdit::drop-down { border: none; width: 24px; }
QDateEdit::down-arrow { image: none; width: 0; height: 0; }

*[field="true"] { font-size: 12px; font-weight: 500; border-radius: 4px; min-height: 22px; padding: 0 7px; }
*[field="true"]:focus, QComboBox[field="true"]:on { min-height: 20px; padding: 0 6px; }
*[field="true"][invalid="true"] { min-height: 20px; padding: 0 6px; }
QComboBox[field="true"], QComboBox[field="true"]:focus, QComboBox[field="true"]:on { padding-right: 0; }
QPlainTextEdit[field="true"] { padding: 3px; font-weight: 400; }
QPlainTextEdit[field="true"]:focus { padding: 2px; }
QPushButton[field="true"] { text-align: left; }
QLineEdit[role="name"] { font-size: 16px; font-weight: 600; border-color: transparent; border-radius: 4px;
  padding: 0 4px; min-height: 26px; background: transparent; }
QLineEdit[role="name"]:hover { border: 1px solid $border_strong; }
QLineEdit[role="name"]:focus { border: 2px solid $accent; padding: 0 3px; min-height: 24px; background: $surface; }
QLineEdit[role="name"][invalid="true"] { border: 2px solid $negative; padding: 0 3px; min-height: 24px; }

QAbstractItemView { background: $surface; border: 1px solid $border_strong; border-radius: 6px; padding: 4px;
  selection-background-color: $accent_weak; selection-color: $text; outline: none; }
QAbstractItemView::item { min-height: 26px; padding: 0 8px; border-radius: 4px; border: none; color: $text; }
QAbstractItemView::item:hover { background: $band; }
QAbstractItemView::item:selected { background: $accent_weak; color: $text; }
QComboBox QAbstractItemView { border-radius: 0; padding: 4px; }
QTableView[role="grid"], QListWidget[role="nouns"] { border: none; border-radius: 0; padding: 0; }
QListView[role="lines"] { border: none; border-radius: 0; padding: 0; background: transparent; }
QListView[role="lines"][framed="true"] { border: 1px solid $border_strong; border-radius: 6px; padding: 3px 0; }
QTableView[role="grid"]::item:disabled { color: $text_3; }
QTableView[role="grid"]::indicator,
QTreeView[role="lines"]::indicator { width: 14px; height: 14px; border: 1px solid $border_strong; border-radius: 4px;
  background: $surface; }
QTableView[role="grid"]::indicator:checked,
QTreeView[role="lines"]::indicator:checked { background: $accent; border-color: $accent; }
QTableView[role="grid"] QHeaderView { border: none; border-radius: 0; padding: 0; background: $surface; }
QListWidget[role="nouns"] { background: transparent; }
QTableView[role="grid"] QTableCornerButton::section { background: $band; border: none;
  border-bottom: 1px solid $border_strong; border-right: 1px solid $border; }
QTableView[role="grid"] QHeaderView::section:vertical { color: $text_3; border-right: 1px solid $border;
  padding: 0 8px; background: $surface; }
QLineEdit[role="cell"], QPlainTextEdit[role="cell"] { border: 2px solid $accent; border-radius: 0; padding: 0 5px;
  min-height: 0; font-size: 12px; }
QLineEdit[role="cell"]:focus, QPlainTextEdit[role="cell"]:focus { padding: 0 5px; min-height: 0; }
QLineEdit[role="cell"][invalid="true"], QPlainTextEdit[role="cell"][invalid="true"] { border: 2px solid $negative;
  padding: 0 5px; min-height: 0; }
QLabel[role="refusal"] { background: $surface; color: $negative; border: 1px solid $negative; border-radius: 4px;
  padding: 4px 7px; font-size: 12px; }
QLabel[role="banner"] { background: $band; color: $negative; border-top: 1px solid $border; padding: 6px 16px;
  font-size: 12px; font-weight: 500; }
QHeaderView::section { background: $band; color: $text_2; border: none; border-bottom: 1px solid $border;
  padding: 4px 8px; font-size: 11px; font-weight: 500; }

QMenu { background: $surface; border: 1px solid $border_strong; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 28px; border-radius: 4px; min-height: 18px; }
QMenu::item:selected { background: $accent_weak; }
QMenu::item:disabled { color: $text_3; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenuBar { background: transparent; border: none; padding: 0; }
QMenuBar::item { padding: 5px 10px; border-radius: 4px; background: transparent; color: $text_2; font-weight: 500; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $accent_weak; color: $text; }
QToolTip { background: $surface; color: $text; border: 1px solid $border_strong; padding: 5px 7px; font-size: 12px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $border_strong; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $text_3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }

QCheckBox { spacing: 8px; min-height: 24px; background: transparent; }
QCheckBox:disabled { color: $text_3; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $border_strong; border-radius: 4px;
  background: $surface; }
QCheckBox::indicator:hover { border-color: $text_3; }
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; }
QCheckBox::indicator:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QProgressBar { background: $band; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QCalendarWidget QWidget#qt_calendar_navigationbar { background: $band; }
QCalendarWidget QToolButton { font-weight: 600; padding: 4px 8px; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QAbstractItemView { border: none; border-radius: 0; padding: 0; selection-background-color: $accent;
  selection-color: $on_accent; background: $surface; alternate-background-color: $band; }
QCalendarWidget QAbstractItemView::item { padding: 0; min-height: 0; border-radius: 4px; }
QCalendarWidget QAbstractItemView::item:selected { background: $accent; color: $on_accent; }
QCalendarWidget QSpinBox { min-height: 22px; padding: 0 4px; }
QSplitter::handle { background: $border; }
""")


def stylesheet(palette: Palette) -> str:
    """Return the style sheet in the colours of a palette."""
    return _SHEET.substitute({role: palette.color(role) for role in _ROLES})
