"""Lays every page out for the sample and for plans of 20, 300 and 3,000 activities with long, right-to-left and emoji
names; writes PDF and PowerPoint, renders both, and tells which words overlap, leave their page or are too small.

    python -m bench.deck_layout FOLDER [--draws 200]
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from cmoplanner.exchange.slides.brand import Brand
from cmoplanner.exchange.slides.deck import Slides, presentation
from cmoplanner.model.plan import Plan
from cmoplanner.projection.draws import Draws
from cmoplanner.report.deck.blocks import Kind, Page
from cmoplanner.report.deck.deck import pages
from cmoplanner.report.deck.material import gather
from cmoplanner.report.palette import Palette
from cmoplanner.report.timeline.shapes import Text
from cmoplanner.ui.calendar_export import drawing_application
from cmoplanner.ui.page_export import deck_leaves
from cmoplanner.ui.paper import SCREEN, About, Leaf, pdf_of
from cmoplanner.ui.render import Renderer
from cmoplanner.ui.theme import Theme, load_fonts
from tests.exchange.slides.rendered import as_pdf, leaves, overlaps
from tests.plans import norrvik
from tests.report.onepage.samples import generated

_LEAST = 19
_NATIVE = frozenset({Kind.OUTCOME, Kind.BUDGET})
"""Pages with native charts, which the office program lays out itself."""


def main() -> int:
    """Check all plans; 1 if anything is amiss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draws", type=int, default=200)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    plans = {"sample": norrvik(), **{f"{count}": generated(count) for count in (20, 300, 3000)}}
    found = sum(check(name, plan, given.folder, given.draws) for name, plan in plans.items())
    print("nothing amiss" if not found else f"{found} amiss")
    return int(bool(found))


def check(name: str, plan: Plan, folder: Path, draws: int) -> int:
    """Write a plan's pages, render them, and print what is amiss; return how much that is."""
    application = drawing_application()
    load_fonts()
    palette = Palette.load("light")
    renderer = Renderer(Theme(palette), searchable=True)
    begun = time.process_time()
    material = gather(plan, draws=Draws(draws, 1))
    made = pages(material, list(Kind))
    worked_out = time.process_time()
    drawn = deck_leaves(made, renderer)
    pdf = folder / f"{name}.pdf"
    pdf.write_bytes(pdf_of(drawn, renderer, About.of(plan), SCREEN))
    as_paper = time.process_time()
    slides = folder / f"{name}-slides.pptx"
    slides.write_bytes(presentation(Slides(made, renderer.measure, palette, Brand(font="Inter")), plan))
    done = time.process_time()
    print(
        f"{name}: {len(made)} pages; worked out {worked_out - begun:.1f} s, PDF {as_paper - worked_out:.1f} s, "
        f"PowerPoint {done - as_paper:.1f} s; smallest text {smallest(drawn)} px"
    )
    del application
    amiss = int(smallest(drawn) < _LEAST)
    amiss += tell(f"{name} PDF", pdf, made)
    return amiss + tell(f"{name} slides", as_pdf(slides, folder), made, native=_NATIVE)


def smallest(drawn: list[Leaf]) -> int:
    """Return the smallest text in px."""
    return min(
        shape.px for leaf in drawn for region in leaf.regions for shape in region.shapes if isinstance(shape, Text)
    )


def tell(name: str, pdf: Path, made: Sequence[Page], native: frozenset[Kind] = frozenset()) -> int:
    """Print words that overlap or leave their page; return how many."""
    amiss = 0
    for number, (leaf, page) in enumerate(zip(leaves(pdf), made, strict=True), start=1):
        outside = [
            word.text
            for word in leaf.words
            if word.left < -2 or word.right > 1922 or word.top < -6 or word.bottom > 1086
        ]
        kind = page.kind
        both = [] if kind in native else overlaps(leaf)
        if outside or both:
            print(f"  {name}, page {number} ({kind.value}): outside {outside[:5]}, overlapping {both[:8]}")
        amiss += len(outside) + len(both)
    return amiss


if __name__ == "__main__":
    sys.exit(main())
