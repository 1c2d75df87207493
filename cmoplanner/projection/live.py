"""The outcome while a person works: answers "with this activity here" by recomputing only what it touches."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from cmoplanner.model.plan import Activity, Plan
from cmoplanner.projection.compile import compile_plan, recompile
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Outcome

_OTHER_TABLES = tuple(field.name for field in fields(Plan) if field.name not in ("activities", "revision"))


class Live:
    """Holds the outcome of the current plan; `preview` leaves it as it is, `update` moves it on."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.outcome = project(compile_plan(plan))

    def preview(self, *activities: Activity) -> Outcome:
        """Return the outcome with these activities in place of those with the same id, or added."""
        return self._with({activity.id: activity for activity in activities})

    def preview_without(self, *ids: str) -> Outcome:
        """Return the outcome without these activities."""
        return self._with(dict.fromkeys(ids))

    def update(self, plan: Plan, changed: Iterable[str] | None = None) -> Outcome:
        """Take over an edited plan and return its outcome.

        `changed` are the ids of the activities that were added, changed or removed, if that is known;
        rows that are the same object count as unchanged. Any change elsewhere recomputes everything.
        """
        if any(getattr(plan, name) is not getattr(self.plan, name) for name in _OTHER_TABLES):
            self.outcome = project(compile_plan(plan, self.outcome.compiled))
        else:
            old, new = self.plan.activities, plan.activities
            ids = set(changed) if changed is not None else _changed(old, new)
            edits = {key: new.get(key) for key in sorted(ids) if old.get(key) is not new.get(key)}
            self.outcome = self._with(edits, plan)
        self.plan = plan
        return self.outcome

    def _with(self, changed: Mapping[str, Activity | None], plan: Plan | None = None) -> Outcome:
        return project(recompile(self.outcome.compiled, changed, plan), self.outcome)


def _changed(old: Mapping[str, Activity], new: Mapping[str, Activity]) -> set[str]:
    """Return the ids of the activities that are not the same object in both."""
    known = old.get
    found = {key for key, activity in new.items() if known(key) is not activity}
    found.update(key for key in old if key not in new)
    return found
