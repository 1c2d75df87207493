"""The presentation on its screen: pages turned by keys, clicker and mouse, with all that opens over them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cmoplanner.i18n import _
from cmoplanner.report.deck.blocks import Audience, Page
from cmoplanner.report.deck.detail import Detail, detail_of
from cmoplanner.report.drawn import Spot, blank
from cmoplanner.report.palette import Palette
from cmoplanner.ui.context import Context
from cmoplanner.ui.presenter.canvas import Canvas
from cmoplanner.ui.presenter.cards import Card, HelpCard
from cmoplanner.ui.presenter.deciding import Deciding
from cmoplanner.ui.presenter.desk import Desk
from cmoplanner.ui.presenter.keys import ACTS, Act
from cmoplanner.ui.presenter.overview import Overview
from cmoplanner.ui.presenter.slides import Slide, Slides
from cmoplanner.ui.presenter.stopwatch import Stopwatch
from cmoplanner.ui.presenter.toast import Toast
from cmoplanner.ui.presenter.trying import Trying
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme

_AUDIENCES = (Audience.BOARD, Audience.PARTNER, Audience.TEAM)
_COVERED = frozenset({Act.LEAVE, Act.AUDIENCE, Act.BLACK, Act.WHITE, Act.THEME, Act.HELP})
"""What can be done before another audience's pages are there."""


class Stage(QWidget):
    """Shows one page at a time. Closing it ends the presentation: `ended`."""

    ended = Signal()
    turned = Signal(int)

    def __init__(
        self, context: Context, parent: QWidget | None = None, now: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Presentation"))
        self.context = context
        self.theme = Theme(Palette.load(context.theme.palette.name), self)
        self.renderer = Renderer(self.theme)
        self.slides = Slides(context, self.renderer.measure, self)
        self.watch = Stopwatch()
        self.number = 0
        self.details: list[Detail] = []
        self._row = ""
        self._digits = ""
        self._covered = False  # another audience came in, and the pages that are known are not for it
        self._layers: list[QWidget] = []  # what is open over the page, the last one on top
        self.canvas = Canvas(self.theme, self.renderer, self)
        self.desk = Desk(self.theme, self.renderer, self.watch, now, self)
        self.desk.hide()
        self.toast = Toast(self)
        self.trying = Trying(self)
        self.deciding = Deciding(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._connect()
        self._dress()
        self.canvas.setFocus()

    def _connect(self) -> None:
        self.slides.changed.connect(self._renewed)
        self.slides.progressed.connect(self._tell_progress)
        self.slides.failed.connect(self._tell_failure)
        self.canvas.opened.connect(self.open_spot)
        self.canvas.pressed.connect(self._pressed)
        self.desk.noted.connect(self.deciding.note)
        self.desk.left.connect(self.canvas.setFocus)
        self.desk.keyed.connect(self.keyPressEvent)
        self._soon.timeout.connect(self._prepare)
        self.theme.changed.connect(self._dress)

    def begin(self, audience: Audience = Audience.BOARD) -> None:
        """Work the pages out for an audience and show the first one; the time counts from now."""
        self.slides.audience = audience
        self.toast.stay(_("Working the pages out …"))
        self.watch.start()
        self.slides.begin()

    # pages

    @property
    def slide(self) -> Slide | None:
        """The page that is shown, None before there is any."""
        return self.slides.slides[self.number] if self.number < len(self.slides.slides) else None

    def turn_to(self, number: int) -> None:
        """Show a page by its place, 0 for the first; beyond the ends the nearest one."""
        count = len(self.slides.slides)
        if not count or self._covered:
            return
        if number >= count:
            self.toast.say(_("This was the last page. Esc ends the presentation."))
        self.number = max(0, min(count - 1, number))
        self.details.clear()
        self.trying.leave()
        self._show()
        self.turned.emit(self.number)

    def _show(self, page: Page | None = None) -> None:
        """Show the current page, what was opened on it, or another state of it."""
        slide = self.slide
        if slide is None:
            return
        self._row = slide.row.id
        words = _("Page {n} of {count}").format(n=self.number + 1, count=len(self.slides.slides))
        if page is not None:
            drawn, name = self.slides.draw(page, self.number + 1), page.title
        elif self.details:
            shown = self.details[-1].page
            drawn, name = self.slides.draw(shown), shown.title
        else:
            drawn, name = self.slides.drawn(self.number), slide.page.title
        self.canvas.show_page(drawn, f"{words}: {name}")
        if not self.desk.isHidden():
            self._show_desk()
        self._soon.start()

    def show_state(self, page: Page) -> None:
        """Show the current page in another state, such as "what if"."""
        if not self.details:
            self._show(page)

    def _prepare(self) -> None:
        """Paint the next page while this one is looked at."""
        if self.number + 1 < len(self.slides.slides):
            self.canvas.prepare(self.slides.drawn(self.number + 1))

    def _renewed(self) -> None:
        """Go on where we were after the pages were made anew."""
        self._covered = False
        if not self.slides.slides:
            self.toast.stay(self.slides.why_none)
            return
        if self.toast.staying:
            self.toast.clear()
        found = [place for place, slide in enumerate(self.slides.slides) if slide.row.id == self._row]
        self.number = found[0] if found else min(self.number, len(self.slides.slides) - 1)
        self.details.clear()
        self.trying.renew()
        self._show()

    def _tell_progress(self, share: float) -> None:
        if self.slides.basis is None:
            percent = round(100 * share)
            self.toast.stay(_("Working the pages out … {percent} %").format(percent=percent))

    def _tell_failure(self, error: Exception) -> None:
        self.toast.stay(_("The pages could not be made: {error}. Esc ends the presentation.").format(error=error))

    # opening

    def open_spot(self, spot: Spot) -> None:
        """Open what stands behind a place of the page; an ask opens for a decision."""
        slide = self.slide
        if slide is None:
            return
        if spot.kind == "ask" and self.deciding.open(spot):
            return
        self.open_behind(spot)

    def open_behind(self, spot: Spot) -> None:
        """Open what stands behind a place, over what is open already."""
        slide = self.slide
        behind = self.slides.behind(slide.kind) if slide else None
        if behind is None:
            return
        below = self.details[-1].below if self.details else {}
        made = below[spot.id]() if spot.id in below else detail_of(behind, spot)
        self.details.append(made)
        self._show()

    def lay_over(self, layer: QWidget) -> None:
        """Show something over the page; Escape closes it."""
        self._layers.append(layer)
        if isinstance(layer, Card):
            layer.place()
        else:
            layer.setGeometry(self.rect())
        layer.show()
        layer.raise_()
        self.activateWindow()  # the keys may have gone to the desk until now
        layer.setFocus()

    def lift(self, layer: QWidget) -> None:
        """Take away something that lies over the page."""
        if layer in self._layers:
            self._layers.remove(layer)
            layer.hide()
            layer.deleteLater()
            self.canvas.setFocus()

    @property
    def layers(self) -> tuple[QWidget, ...]:
        """What lies over the page, the last one on top."""
        return tuple(self._layers)

    def _overview(self) -> None:
        if not self.slides.slides:
            return
        overview = Overview(self.theme, self.renderer, self)
        overview.chosen.connect(partial(self._choose_page, overview))
        overview.closed.connect(partial(self.lift, overview))
        self.lay_over(overview)
        overview.show_pages(self.slides, self.number)

    def _choose_page(self, overview: Overview, number: int) -> None:
        overview.stop()
        self.lift(overview)
        self.turn_to(number)

    def _help(self) -> None:
        card = HelpCard(self)
        card.closed.connect(partial(self.lift, card))
        self.lay_over(card)

    # the desk

    def use_screen_for_desk(self) -> None:
        """Have the desk in a window of its own, for a second screen."""
        self.desk.setParent(self, Qt.WindowType.Window)

    def toggle_desk(self) -> None:
        """Show or hide notes, next page and timer."""
        self.desk.setVisible(self.desk.isHidden())
        if not self.desk.isHidden():
            self._arrange()
            self.desk.raise_()
            self._show_desk()
        self.canvas.setFocus()

    def _show_desk(self) -> None:
        slide = self.slide
        if slide is None:
            return
        count = len(self.slides.slides)
        following = self.slides.drawn(self.number + 1) if self.number + 1 < count else None
        words = _("{n} of {count}").format(n=self.number + 1, count=count)
        self.desk.show_page(slide.row.id, slide.row.notes, words, self.canvas.drawn, following)

    # keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.canvas.blank is not None:
            self.canvas.show_blank(None)
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            self.deciding.undo()
            return
        act = ACTS.get(Qt.Key(event.key()))
        if event.text().isdecimal():  # no “²”, which is a key of its own in France
            self._type(event.text())
        elif act is Act.OPEN and self._digits:
            self.turn_to(int(self._digits) - 1)
            self._digits = ""
        elif act is None:
            super().keyPressEvent(event)
        else:
            self._digits = ""
            self.do(act)

    def _type(self, digit: str) -> None:
        self._digits = (self._digits + digit)[-3:]
        self.toast.say(_("Page {n}: press Enter").format(n=self._digits))

    def do(self, act: Act) -> None:
        """Do what a key stands for."""
        acts: dict[Act, Callable[[], object]] = {
            Act.NEXT: lambda: self.turn_to(self.number + 1),
            Act.BACK: lambda: self.turn_to(self.number - 1),
            Act.FIRST: lambda: self.turn_to(0),
            Act.LAST: lambda: self.turn_to(len(self.slides.slides) - 1),
            Act.OPEN: self._open_or_next,
            Act.LEAVE: self._leave,
            Act.BLACK: lambda: self.canvas.show_blank(QColor(Qt.GlobalColor.black)),
            Act.WHITE: lambda: self.canvas.show_blank(QColor(Qt.GlobalColor.white)),
            Act.THEME: self._other_theme,
            Act.AUDIENCE: self._next_audience,
            Act.OVERVIEW: self._overview,
            Act.NOTES: self.toggle_desk,
            Act.WHAT_IF: self.trying.toggle,
            Act.HELP: self._help,
        }
        if act in acts and (act in _COVERED or not self._covered):
            acts[act]()

    def _open_or_next(self) -> None:
        if not self.canvas.open_chosen():
            self.turn_to(self.number + 1)

    def _leave(self) -> None:
        """Go back one step: from what was opened, from what-if; then end."""
        if self._layers:
            self.lift(self._layers[-1])
        elif self.details:
            self.details.pop()
            self._show()
        elif self.trying.open:
            self.trying.leave()
            self._show()
        else:
            self.close()

    def _pressed(self, left: bool) -> None:
        if self.canvas.blank is not None:
            self.canvas.show_blank(None)
        elif self.details:
            self._leave()
        else:
            self.turn_to(self.number + (1 if left else -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.toast.hint(_("? keys · O all pages · N notes · A audience · I what if · Esc end"))
        super().mouseMoveEvent(event)

    def _other_theme(self) -> None:
        self.theme.use(Palette.load("light" if self.theme.palette.name == "dark" else "dark"))

    def _dress(self) -> None:
        text = self.theme.color("text").name()  # the window's theme may be another one
        self.setStyleSheet(f"{self.theme.stylesheet()} QLabel, QPushButton {{ color: {text}; }}")
        self.desk.current.surround = self.desk.next.surround = self.theme.color("window")
        self.update()

    def _next_audience(self) -> None:
        place = _AUDIENCES.index(self.slides.audience) + 1
        audience = _AUDIENCES[place % len(_AUDIENCES)]
        self.trying.leave()
        self._cover()
        self.slides.show_to(audience)
        self.toast.say(
            {
                Audience.BOARD: _("Shown to the board: everything"),
                Audience.PARTNER: _("Shown to partners: without our money"),
                Audience.TEAM: _("Shown to the team: without amounts by vendor"),
            }[audience]
        )

    def _cover(self) -> None:
        """Show nothing until the pages are there that the audience may see."""
        self._covered = True
        self.details.clear()
        nothing = blank(self.canvas.drawn.width, self.canvas.drawn.height)
        self.canvas.show_page(nothing, _("Working the pages out …"))
        self.desk.current.show_page(nothing)
        self.desk.next.hide()

    # size and end

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.rect()
        below = self.trying.height
        self.canvas.setGeometry(0, 0, room.width(), room.height() - below)
        self.trying.place(room)
        if not self.desk.isWindow():
            self.desk.setGeometry(0, 0, room.width(), room.height() - below)
        for layer in self._layers:
            if isinstance(layer, Card):
                layer.place()
            else:
                layer.setGeometry(room)
        self.toast.place()

    def arrange(self) -> None:
        """Lay everything out anew: something under the page came or went."""
        self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.desk.hide()
        self.trying.leave()
        self.slides.close()
        super().closeEvent(event)
        self.ended.emit()
