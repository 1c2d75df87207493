"""How each segment is reached, online and offline side by side: one list of channels, no divide."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmoplanner.doctor.findings import Finding
from cmoplanner.model.plan import Segment
from cmoplanner.report.formats import Formats
from cmoplanner.ui.inspector.findings import Findings
from cmoplanner.ui.theme import Theme
from cmoplanner.ui.widgets.controls import ValueRow

_LABEL = 150


class Reach(QWidget):
    """The share of working money by medium for each segment, and which segments are one-sided."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, ValueRow] = {}
        self._found = Findings(theme, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._found)

    def show_segments(
        self,
        segments: Mapping[str, Segment],
        money: Mapping[str, Mapping[str, float]],
        one_sided: Sequence[Finding],
        formats: Formats,
    ) -> None:
        """Show the segments of a plan: the working money of each by medium, and what is one-sided."""
        for segment_id in self._rows.keys() - money.keys():
            row = self._rows.pop(segment_id)
            row.hide()
            row.deleteLater()
        for segment_id, media in money.items():
            if segment_id not in self._rows:
                self._rows[segment_id] = ValueRow("", number=True, label_width=_LABEL, inset=0)
                self._column.insertWidget(self._column.count() - 1, self._rows[segment_id])
            row = self._rows[segment_id]
            row.label.setText(segments[segment_id].name)
            whole = sum(media.values())
            row.setVisible(whole > 0)
            if whole > 0:
                row.show_value(formats.percent((media.get("online", 0.0) + media.get("both", 0.0) / 2) / whole))
        self._found.show_findings([(finding, "") for finding in one_sided])
