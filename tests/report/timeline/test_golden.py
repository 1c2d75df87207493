"""The sample's calendar, shape by shape, as it was looked at and found good.

A change of the picture that is meant: `CMOPLANNER_RENEW_GOLDEN=1 python -m pytest tests/report/timeline/test_golden.py`
writes the file anew; look at the difference before keeping it.
"""

import json
import os
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from cmoplanner.model.plan import Goal
from cmoplanner.report.timeline.shapes import Region, Shape
from cmoplanner.report.timeline.state import CalendarState
from tests.plans import DATA
from tests.report.timeline.samples import measure, sample

GOLDEN = DATA.parent / "golden" / "calendar_norrvik.json"
WIDTH, HEIGHT = 1440, 900
RENEW = "CMOPLANNER_RENEW_GOLDEN"


def written(value: Any) -> Any:
    """Return numbers rounded to a tenth, tuples in brackets, words as they are."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return f"{round(float(value), 1) + 0.0:g}"
    if isinstance(value, tuple):
        return "(" + ",".join(written(part) for part in value) + ")"
    return json.dumps(value, ensure_ascii=False)


def line(shape: Shape) -> str:
    """Return a shape as one line; what stands at its default is left out."""
    defaults = type(shape)._field_defaults
    parts = []
    for name, value in zip(shape._fields, shape, strict=True):
        if name in defaults:
            parts += [f"{name}={written(value)}"] if value != defaults[name] else []
        else:
            parts.append(str(written(value)))
    return f"{type(shape).__name__} " + " ".join(parts)


def page(region: Region) -> dict[str, Any]:
    box = " ".join(str(written(part)) for part in (region.x, region.y, region.w, region.h, region.dx, region.dy))
    return {"box": box, "shapes": [line(shape) for shape in region.shapes]}


def drawn() -> list[dict[str, Any]]:
    plan, outcome = sample()
    goals = MappingProxyType({"G1": Goal("G1", metric="revenue", target=25_800_000.0)})
    calendar = CalendarState(replace(plan, goals=goals), outcome, measure)
    frame = calendar.frame(WIDTH, HEIGHT, 0, 0)
    calendar.zoom_to(frame.time_width / plan.calendar.year.days)
    calendar.fold_to_fit(frame.body_height)
    return [page(region) for region in calendar.picture(calendar.frame(WIDTH, HEIGHT, 0, 0)).regions()]


def test_the_calendar_of_the_sample_is_drawn_as_it_was() -> None:
    found = drawn()
    if os.environ.get(RENEW):
        GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    expected = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert [region["box"] for region in found] == [region["box"] for region in expected]
    for number, (ours, theirs) in enumerate(zip(found, expected, strict=True)):
        assert ours["shapes"] == theirs["shapes"], f"region {number} at {ours['box']}"
