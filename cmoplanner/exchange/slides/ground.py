"""What slides stand on: our own plain master in the company's colour and font, or a presentation of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn
from pptx.util import Emu

from cmoplanner.errors import CmoPlannerError
from cmoplanner.exchange.slides.brand import USUAL_FONT, Brand
from cmoplanner.i18n import _
from cmoplanner.report.deck.layout import HEIGHT, MARGIN, WIDTH
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.shapes import Box

EMU = 9525  # a px at 96 to the inch
_TITLE_ONLY = 5
_TITLES = frozenset({1, 3})  # kinds of placeholders: title, centred title
_FEET = frozenset({13, 15, 16})  # number, footer, date
_HEADER_HIGH = 96.0


@dataclass(frozen=True)
class Ground:
    """An empty presentation, the layout of its slides, how large a px is, and the box for the body if it is theirs."""

    presentation: Any
    layout: Any
    emu: float
    font: str
    body: Box | None = None


def ground(brand: Brand, palette: Palette) -> Ground:
    """Return an empty presentation. Raises CmoPlannerError if the template is none."""
    return _theirs(brand.template) if brand.template is not None else _ours(brand, palette)


def _ours(brand: Brand, palette: Palette) -> Ground:
    made = Presentation()
    made.slide_width, made.slide_height = Emu(int(WIDTH * EMU)), Emu(int(HEIGHT * EMU))
    layout = made.slide_layouts[_TITLE_ONLY]
    for other in list(made.slide_layouts):
        if other is not layout and other.name != layout.name:
            made.slide_layouts.remove(other)
    font = brand.font or USUAL_FONT
    _dress(made.slide_master, brand, palette, font)
    for holder in (made.slide_master, layout):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type is None or int(shape.placeholder_format.type) not in _TITLES:
                shape._element.getparent().remove(shape._element)
                continue
            shape.left, shape.top = Emu(int(MARGIN * EMU)), Emu(int(30 * EMU))
            shape.width, shape.height = Emu(int((WIDTH - 2 * MARGIN) * EMU)), Emu(int(_HEADER_HIGH * EMU))
    return Ground(made, layout, EMU, font)


def _dress(master: Any, brand: Brand, palette: Palette, font: str) -> None:
    """Give the theme the company's colour and font, and the plain colours of the palette."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    colors = {
        "dk1": palette.color("text"),
        "lt1": palette.color("surface"),
        "dk2": palette.color("text_2"),
        "lt2": palette.color("band"),
        "accent1": brand.accent or palette.color("accent"),
        **{f"accent{i + 1}": palette.color(f"categorical.{i}") for i in range(1, 6)},
    }
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    for name, color in colors.items():
        slot = scheme.find(qn(f"a:{name}"))
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, qn("a:srgbClr")).set("val", color.lstrip("#"))
    for kind in ("a:majorFont", "a:minorFont"):
        theme.find(f".//{qn(kind)}/{qn('a:latin')}").set("typeface", font)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _theirs(path: Path) -> Ground:
    """Return their presentation without its slides; the layout is that with a title and nothing else to fill in."""
    try:
        made = Presentation(str(path))
    except (PackageNotFoundError, KeyError, ValueError, OSError, etree.XMLSyntaxError) as error:
        raise CmoPlannerError(
            _("“{name}” is no PowerPoint presentation.").format(name=path.name),
            _("Choose a .pptx file that PowerPoint opens."),
            str(error),
        ) from error
    ids = made.slides._sldIdLst
    for entry in list(ids):
        made.part.drop_rel(entry.rId)
        ids.remove(entry)
    layouts = [layout for layout in made.slide_layouts if _titles(layout)]
    if not layouts:
        raise CmoPlannerError(
            _("No layout of “{name}” has a title.").format(name=path.name),
            _("Add a layout “Title Only” to the template."),
        )
    layout = min(layouts, key=lambda one: len([s for s in one.placeholders if not _is(s, _TITLES | _FEET)]))
    emu = min(made.slide_width / WIDTH, made.slide_height / HEIGHT)
    return Ground(made, layout, emu, "", _body(made, layout, emu))


def _titles(layout: Any) -> list[Any]:
    return [shape for shape in layout.placeholders if _is(shape, _TITLES)]


def _is(shape: Any, kinds: frozenset[int]) -> bool:
    kind = shape.placeholder_format.type
    return kind is not None and int(kind) in kinds


def _body(made: Any, layout: Any, emu: float) -> Box:
    """Return where blocks stand on their layout, in px of the page: under the title, above what is at the foot."""
    title = _titles(layout)[0]
    left = max(title.left / emu, 24.0)
    wide, high = made.slide_width / emu, made.slide_height / emu
    top = (title.top + title.height) / emu + 12
    feet = [shape.top / emu for shape in layout.placeholders if _is(shape, _FEET) and shape.top is not None]
    bottom = min([high - 24, *(foot for foot in feet if foot > high / 2)]) - 40
    if bottom - top < high * 0.4:  # a title that fills the slide: it is moved up
        top = high * 0.2
    return (left, top, min(wide - 2 * left, wide - left - 24), bottom - top)
