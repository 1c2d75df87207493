"""The roadmap above the lanes: milestones, steps towards capabilities, whose they are and when."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from cmoplanner.model.plan import Milestone
from cmoplanner.report.timeline.scene_axis import date_words
from cmoplanner.report.timeline.shapes import Polygon, Text
from cmoplanner.report.timeline.state import CalendarState
from tests.report.timeline.samples import measure, sample, state


def test_steps_towards_a_capability_have_a_sign_of_their_own_and_name_who_takes_them() -> None:
    plan, outcome = sample()
    day = date(2027, 8, 2)
    step = Milestone("R1", day, "Attribution in use", owner_role="Marketing Ops Lead", kind="capability")
    bare = Milestone("R2", day, "Dashboards live", status="done", kind="capability")
    rows = MappingProxyType({**plan.milestones, "R1": step, "R2": bare})
    calendar = CalendarState(replace(plan, milestones=rows), outcome, measure)
    picture = calendar.picture(calendar.frame(1440, 900, 0, 0))
    shapes = [shape for region in picture.header() for shape in region.shapes]
    texts = [shape.text for shape in shapes if isinstance(shape, Text)]
    assert {"Attribution in use · Marketing Ops Lead", "Dashboards live", "Roadmap and key dates"} <= set(texts)
    assert f"{len(plan.milestones)} milestones · 2 capability steps" in texts
    signs = [shape for shape in shapes if isinstance(shape, Polygon) and len(shape.points) == 6]
    assert sorted(shape.fill for shape in signs) == ["surface", "text"]


@pytest.mark.parametrize(
    ("status", "kind", "owner", "expected"),
    [
        ("planned", "capability", "Ops Lead", ("planned", "step towards a capability", "Ops Lead")),
        ("done", "milestone", "", ("done", "milestone", "nobody owns it yet")),
        ("cancelled", "milestone", "CMO", ("cancelled", "milestone", "CMO")),
    ],
)
def test_all_about_a_key_date(status: str, kind: str, owner: str, expected: tuple[str, str, str]) -> None:
    formats = state().formats
    row = Milestone("R", date(2027, 8, 2), "Attribution in use", owner_role=owner, status=status, kind=kind)
    state_word, kind_word, owner_word = expected
    day = formats.weekday(row.date)
    assert date_words(row, formats) == f"Attribution in use\n{day} · {state_word} · {kind_word}\n{owner_word}"
