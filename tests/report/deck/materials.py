"""Material for tests of pages: the sample, and plans with less and with odder things in them."""

from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from cmoplanner.model.store.snapshot import read_snapshot
from cmoplanner.paths import sample_plan
from cmoplanner.projection.draws import Draws
from cmoplanner.report.deck.blocks import Page, Table
from cmoplanner.report.deck.layout import lay_out
from cmoplanner.report.deck.material import Material, gather
from cmoplanner.report.timeline.shapes import Text
from tests.report.timeline.samples import measure

FEW = Draws(40, 7)
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungszeremonie im Frühjahr 🚀 שלום עולם "


@lru_cache(maxsize=1)
def sample() -> Material:
    return gather(read_snapshot(sample_plan()).plan, draws=Draws())


@lru_cache(maxsize=1)
def bare() -> Material:
    """Return the material of a plan in which nothing is planned yet."""
    none = MappingProxyType({})
    plan = read_snapshot(sample_plan()).plan
    kept = {"channels", "stages", "kept"}
    tables = [name for name, rows in vars(plan).items() if isinstance(rows, MappingProxyType) and name not in kept]
    empty = dict.fromkeys(tables, none)
    return gather(replace(plan, **{**empty, "header": replace(plan.header, topdown_budget=0)}), draws=FEW)


@lru_cache(maxsize=1)
def wordy() -> Material:
    """Return the sample with very long names everywhere."""
    plan = read_snapshot(sample_plan()).plan

    def named(rows: object) -> object:
        found = {key: replace(row, name=LONG + row.name) for key, row in rows.items()}
        return MappingProxyType(found)

    long = {name: named(getattr(plan, name)) for name in ("segments", "offerings", "channels", "campaigns", "partners")}
    activities = {key: replace(row, name=LONG * 2 + row.name) for key, row in plan.activities.items()}
    plan = replace(plan, **long, activities=MappingProxyType(activities))
    scenarios = {key: replace(row, name=LONG + row.name) for key, row in plan.scenarios.items()}
    return gather(replace(plan, scenarios=MappingProxyType(scenarios)), draws=FEW)


def texts(page: Page) -> list[str]:
    """Return all that stands on a page."""
    drawn = lay_out(page, measure, 1, 1)
    return [shape.text for region in drawn.regions for shape in region.shapes if isinstance(shape, Text)]


def table(page: Page) -> Table:
    """Return the one table of a page."""
    (found,) = (placed.block for placed in page.placed if isinstance(placed.block, Table))
    return found
