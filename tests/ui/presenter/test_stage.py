"""Presenting by keys and mouse: pages are turned, opened, blacked out; one step back at a time, and out at last."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cmoplanner.model.edits.deck import change_page
from cmoplanner.report.deck.blocks import Audience, Kind
from cmoplanner.ui.presenter.cards import HelpCard
from cmoplanner.ui.presenter.commands import Presenting
from cmoplanner.ui.presenter.measuring import Measurer
from cmoplanner.ui.presenter.overview import Overview
from cmoplanner.ui.presenter.stage import Stage
from cmoplanner.ui.workspace import Workspace

Key = Qt.Key
DEFAULT = ["on-a-page", "calendar", "budget", "outcome", "channels", "scenarios", "asks"]


def press(stage: Stage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(stage.canvas, key)


def kinds(stage: Stage) -> list[str]:
    return [slide.kind.value for slide in stage.slides.slides]


def test_the_window_begins_it_by_button_and_f5_and_ends_it_when_the_plan_is_closed(
    qtbot: QtBot, workspace: Workspace
) -> None:
    presenting = workspace.findChild(Presenting)
    assert presenting is not None
    qtbot.mouseClick(workspace.header.present, Qt.MouseButton.LeftButton)
    stage = presenting.stage
    assert stage is not None
    assert stage.isFullScreen()
    assert "Working" in stage.toast.text(), "what is waited for is said"
    QTest.keyClick(stage.canvas, Key.Key_Escape)
    assert presenting.stage is None, "it ends also before there is a page"
    qtbot.keyClick(workspace.window(), Key.Key_F5)
    assert presenting.stage is not None
    workspace.close_plan()
    assert presenting.stage is None


def test_keys_and_clicker_turn_the_pages(stage: Stage) -> None:
    assert kinds(stage) == DEFAULT
    seen = []
    stage.turned.connect(seen.append)
    press(stage, Key.Key_Right, Key.Key_Space, Key.Key_PageDown, Key.Key_PageUp, Key.Key_Left, Key.Key_End)
    press(stage, Key.Key_Right, Key.Key_Home, Key.Key_Left)
    assert seen == [1, 2, 3, 2, 1, 6, 6, 0, 0], "beyond the ends it stays"
    press(stage, Key.Key_4, Key.Key_Return)
    assert stage.number == 3
    press(stage, Key.Key_9, Key.Key_9, Key.Key_Return)
    assert stage.number == 6
    press(stage, Key.Key_Home)
    empty = QPoint(8, stage.canvas.height() - 4)
    QTest.mouseClick(stage.canvas, Qt.MouseButton.LeftButton, pos=empty)
    assert stage.number == 1
    QTest.mouseClick(stage.canvas, Qt.MouseButton.RightButton, pos=empty)
    assert stage.number == 0


def test_a_page_says_its_number_title_and_contents(stage: Stage) -> None:
    page = stage.slides.slides[0].page
    assert stage.canvas.accessibleName() == f"Page 1 of 7: {page.title}"
    assert "Revenue this year" in stage.canvas.accessibleDescription()
    press(stage, Key.Key_Tab)
    assert stage.canvas.spot is not None
    assert stage.canvas.accessibleDescription() == stage.canvas.spot.spoken
    own, shared = Measurer(), stage.renderer
    for text, px, weight in ((page.title, 46, 700), ("25.1\u00a0M · Größe", 24, 400), ("", 19, 400)):
        assert own.measure(text, px, weight) == shared.measure(text, px, weight), "laid out as it is painted"


def test_black_and_white_hide_the_page_until_any_key(stage: Stage) -> None:
    for key, color in ((Key.Key_B, "#000000"), (Key.Key_Period, "#000000"), (Key.Key_W, "#ffffff")):
        press(stage, key)
        assert stage.canvas.blank is not None
        picture = stage.canvas.grab().toImage()
        seen = {picture.pixelColor(x, y).name() for x in range(0, 1600, 200) for y in range(0, 880, 110)}
        assert seen == {color}
        press(stage, Key.Key_Right)
        assert stage.canvas.blank is None
        assert stage.number == 0, "the key only brings the page back"


def test_any_screen_shows_the_whole_page(stage: Stage) -> None:
    surface = stage.theme.color("surface").name()
    for width, height in ((1600, 900), (1440, 1080), (800, 1200)):
        stage.resize(width, height)
        picture = stage.canvas.grab().toImage()
        scale = min(width / 1920, height / 1080)
        left, top = (width - 1920 * scale) / 2, (height - 1080 * scale) / 2
        corner = picture.pixelColor(round(left) + 4, round(top) + 4)
        assert corner.name() == surface
        if top > 8:
            assert picture.pixelColor(width // 2, 3) == QColor(Qt.GlobalColor.black)
        boxes = [stage.canvas.place(spot) for spot in stage.canvas.places]
        assert all(stage.canvas.rect().toRectF().contains(box) for box in boxes)


def test_what_stands_behind_a_place_opens_and_escape_goes_back(stage: Stage) -> None:
    press(stage, Key.Key_2, Key.Key_Return)
    bar = next(spot for spot in stage.canvas.places if spot.kind == "activity")
    activity = stage.context.document.plan.activities[bar.id]
    QTest.mouseClick(stage.canvas, Qt.MouseButton.LeftButton, pos=stage.canvas.place(bar).center().toPoint())
    assert activity.name in stage.canvas.accessibleName()
    rows = {spot.id: spot for spot in stage.canvas.places}
    channel = stage.context.document.plan.channels[activity.channel_id or ""]
    stage.open_spot(rows["Channel"])
    assert channel.name in stage.canvas.accessibleName()
    assert len(stage.details) == 2
    press(stage, Key.Key_Escape)
    assert activity.name in stage.canvas.accessibleName()
    press(stage, Key.Key_Escape)
    assert stage.canvas.accessibleName().startswith("Page 2 of 7")
    assert stage.number == 1


def test_the_chain_of_a_channel_adds_up_and_opens_to_its_assumptions(stage: Stage) -> None:
    """The margin of a channel on its detail is that of the independent cut on its page."""
    press(stage, Key.Key_5, Key.Key_Return)
    assert stage.slide is not None
    assert stage.slide.kind is Kind.CHANNELS
    press(stage, Key.Key_Tab, Key.Key_Return)
    first = stage.details[-1].page.placed[0].block
    basis = stage.slides.basis
    assert basis is not None
    part = max(basis.material.channels.parts, key=lambda one: one.contribution)
    shown = basis.material.formats.change(part.contribution / 100)
    assert shown in [figure.value for figure in first.figures]  # type: ignore[union-attr]
    stage.open_spot(next(spot for spot in stage.canvas.places if spot.id.startswith("Margin")))
    assert stage.canvas.accessibleName().split(": ", 1)[1].startswith("Why ")
    opened = 0
    while opened < 8 and (below := [spot for spot in stage.canvas.places if spot.id in stage.details[-1].below]):
        stage.open_spot(below[-1])
        opened += 1
    assert opened >= 3, "the chain leads down to what it rests on"
    for _step in range(opened + 2):
        press(stage, Key.Key_Escape)
    assert stage.details == []


def test_all_pages_are_seen_at_once_and_one_is_chosen(qtbot: QtBot, stage: Stage) -> None:
    press(stage, Key.Key_O)
    (overview,) = stage.layers
    assert isinstance(overview, Overview)
    qtbot.waitUntil(lambda: overview.painted)
    assert overview.count() == 7
    assert overview.horizontalScrollBar().maximum() == 0
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Return):
        QTest.keyClick(overview, key)
    assert stage.number == 2
    assert stage.layers == ()
    press(stage, Key.Key_Question)
    (card,) = stage.layers
    assert isinstance(card, HelpCard)
    QTest.keyClick(card, Key.Key_Escape)
    assert stage.layers == ()
    assert stage.isVisible(), "Escape only closed the card"


def test_the_audience_hides_and_says_so(stage: Stage) -> None:
    press(stage, Key.Key_N)
    press(stage, Key.Key_A)
    for key in (Key.Key_Right, Key.Key_O, Key.Key_2, Key.Key_Return):
        press(stage, key)
    for canvas in (stage.canvas, stage.desk.current):
        assert canvas.drawn.spots == (), "nothing is seen while the pages for partners are made"
    assert stage.desk.next.isHidden()
    assert stage.layers == ()
    stage.slides.settle()
    press(stage, Key.Key_N)
    assert stage.slides.audience is Audience.PARTNER
    assert "budget" not in kinds(stage)
    assert all(slide.page.hidden for slide in stage.slides.slides)
    assert stage.canvas.drawn.spots
    money = stage.slides.basis.material.formats.short(212_625_000)  # type: ignore[union-attr]
    texts = [shape.text for region in stage.canvas.drawn.regions for shape in region.shapes if hasattr(shape, "text")]
    assert not [text for text in texts if money in text]
    press(stage, Key.Key_A)
    stage.slides.settle()
    press(stage, Key.Key_A)
    stage.slides.settle()
    assert stage.slides.audience is Audience.BOARD
    assert kinds(stage) == DEFAULT
    before = stage.theme.palette.name
    press(stage, Key.Key_T)
    assert stage.theme.palette.name != before
    assert stage.context.theme.palette.name == before, "the window keeps its own"


def test_changes_of_the_deck_are_followed_where_we_are(stage: Stage) -> None:
    press(stage, Key.Key_4, Key.Key_Return)
    document = stage.context.document
    change_page(document, "budget", "shown", False)
    change_page(document, "outcome", "title", "We earn <b>more</b> & more")
    stage.slides.settle()
    assert len(stage.slides.slides) == 6
    assert stage.number == 2
    assert stage.canvas.accessibleName() == "Page 3 of 6: We earn <b>more</b> & more"
