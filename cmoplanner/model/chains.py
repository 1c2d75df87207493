"""The chains of touchpoints that come with the program, fitted to a plan's own channels, stages and categories.

Source: domain B.9 (resources/templates/integrated_chain.json holds it row by row).
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan, Target, TouchpointTemplate
from cmoplanner.paths import resource


@dataclass(frozen=True, slots=True)
class ChainLink:
    """What one touchpoint of a chain has to do with another, by the ids of their templates."""

    template_id: str
    linked_id: str
    link_type: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Touchpoints that are used together, around one day: templates, their links, and what a plan has no place for."""

    id: str
    name: str
    about: str
    templates: tuple[TouchpointTemplate, ...]
    links: tuple[ChainLink, ...]
    missing: tuple[str, ...] = ()

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day, counted from the day that it is built around."""
        return (
            min(one.offset_days for one in self.templates),
            max(one.offset_days + one.duration_days - 1 for one in self.templates),
        )


@lru_cache
def _stored() -> tuple[Mapping[str, object], ...]:
    files = sorted(resource("templates").glob("*.json"))
    return tuple(json.loads(path.read_text(encoding="utf-8")) for path in files)


def shipped_chains(plan: Plan) -> tuple[Chain, ...]:
    """Return the chains that come with the program, in the plan's channels, stages and categories."""
    return tuple(_fitted(plan, stored) for stored in _stored())


def own_chains(plan: Plan) -> tuple[Chain, ...]:
    """Return the chains that the plan's touchpoint templates make."""
    names = dict.fromkeys(one.chain for one in plan.touchpoint_templates.values() if one.chain)
    return tuple(_own(plan, name) for name in names)


def _own(plan: Plan, name: str) -> Chain:
    templates = tuple(one for one in plan.touchpoint_templates.values() if one.chain == name)
    known = {one.id for one in templates}
    links = tuple(
        ChainLink(one.id, one.linked_template_id, one.link_type or "supports")
        for one in templates
        if one.linked_template_id in known and one.linked_template_id
    )
    return Chain(f"own:{name}", name, "", templates, links)


def _fitted(plan: Plan, stored: Mapping[str, object]) -> Chain:
    templates, links, missing = [], list[ChainLink](), []
    rows = stored["touchpoints"]
    if not isinstance(rows, list):
        raise TypeError("a chain has a list of touchpoints")
    for row in rows:
        channel = next((key for key in row["channels"] if key in plan.channels), None)
        if channel is None and row["budget_share"]:
            missing.append(_(row["name"]))
        templates.append(
            TouchpointTemplate(
                id=row["key"],
                name=_(row["name"]),
                channel_id=channel,
                stage_id=row["stage"] if row["stage"] in plan.stages else None,
                category_id=usual_category(plan, channel),
                duration_days=row["last_day"] - row["first_day"] + 1,
                partner_share=row["partner_share"],
                lead_time_days=row["lead_time_days"],
                needed_assets=tuple(_(asset) for asset in row["needed_assets"]),
                chain=str(stored["id"]),
                offset_days=row["first_day"],
                budget_share=row["budget_share"],
                notes=_(row["note"]),
            )
        )
        links += [ChainLink(row["key"], other, what) for what, other in row["links"]]
    name, about = _(str(stored["name"])), _(str(stored["about"]))
    return Chain(str(stored["id"]), name, about, tuple(templates), tuple(links), tuple(missing))


def usual_category(plan: Plan, channel: str | None) -> str | None:
    """Return the working cost category that most activities of a channel have; of all activities, if it has none."""
    working = [
        row
        for row in plan.activities.values()
        if (category := plan.cost_categories.get(row.category_id or "")) is not None and category.working
    ]
    same = [row.category_id for row in working if row.channel_id == channel]
    return _most([*same] or [row.category_id for row in working])


def usual_cost_centre(plan: Plan, channel: str | None) -> str | None:
    """Return the cost centre that most activities of a channel have; of all activities, if it has none."""
    rows = [row for row in plan.activities.values() if row.cost_centre_id]
    return _most(
        [row.cost_centre_id for row in rows if row.channel_id == channel] or [row.cost_centre_id for row in rows]
    )


def usual_audience(plan: Plan, activities: Iterable[str] = ()) -> tuple[Target, ...]:
    """Return the audience that most of these activities have; without any, that of most activities of the plan."""
    chosen = [plan.activities[row_id].targets for row_id in activities if row_id in plan.activities]
    chosen = [targets for targets in chosen if targets] or [
        row.targets for row in plan.activities.values() if row.targets
    ]
    return Counter(chosen).most_common(1)[0][0] if chosen else ()


def _most(values: Sequence[str | None]) -> str | None:
    return Counter(values).most_common(1)[0][0] if values else None
