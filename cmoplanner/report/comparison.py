"""What differs between two plans as people read it: in groups, with the money at the top, and as a text to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _, mark, ngettext
from cmoplanner.model import fields
from cmoplanner.model.compare import Difference, DifferenceKind, Total, compare, totals
from cmoplanner.model.plan import Plan

_TITLES = {
    DifferenceKind.ADDED: mark("Added"),
    DifferenceKind.REMOVED: mark("Removed"),
    DifferenceKind.REBUDGETED: mark("Re-budgeted"),
    DifferenceKind.MOVED: mark("Moved"),
    DifferenceKind.RENAMED: mark("Renamed"),
    DifferenceKind.CHANGED: mark("Changed"),
    DifferenceKind.REORDERED: mark("In another order"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The differences of one kind."""

    kind: DifferenceKind
    title: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences in groups, those that weigh most first, and the sums of both plans."""

    groups: tuple[Group, ...]
    totals: tuple[Total, ...]
    currency: str

    @property
    def count(self) -> int:
        """How many differences there are."""
        return sum(len(group.differences) for group in self.groups)

    @property
    def summary(self) -> str:
        """How many differences of which kind, in one line."""
        if not self.groups:
            return _("Nothing differs")
        n = self.count
        whole = ngettext("{n} difference", "{n} differences", n).format(n=n)
        parts = (f"{len(group.differences)} {group.title.lower()}" for group in self.groups)
        return _("{whole}: {parts}").format(whole=whole, parts=", ".join(parts))

    def as_text(self, before: str, after: str) -> str:
        """Return all of it as a text, with what each side is called."""
        lines = [_("From “{before}” to “{after}”").format(before=before, after=after), self.summary, ""]
        lines += [total.sentence for total in self.totals]
        for group in self.groups:
            lines += ["", group.title, *(f"- {found.sentence}" for found in group.differences)]
        return "\n".join(lines) + "\n"


def comparison(old: Plan, new: Plan) -> Comparison:
    """Return what is other in the new plan."""
    found: dict[DifferenceKind, list[Difference]] = {kind: [] for kind in _TITLES}
    for difference in compare(old, new):
        found[difference.kind].append(difference)
    groups = tuple(Group(kind, _(_TITLES[kind]), tuple(rows)) for kind, rows in found.items() if rows)
    return Comparison(groups, totals(old, new), new.header.currency)


def noun(difference: Difference) -> str:
    """Return what kind of thing differs."""
    found = fields.BY_NAME.get(difference.table)
    return _(found.label) if found else _("Table kept word for word")


def matching(groups: Sequence[Group], words: str) -> list[Group]:
    """Return the groups with the differences in which every word occurs; empty groups are left out."""
    wanted = words.casefold().split()
    if not wanted:
        return list(groups)
    kept = []
    for group in groups:
        fit = tuple(
            one
            for one in group.differences
            if all(word in f"{noun(one)} {one.sentence} {one.detail}".casefold() for word in wanted)
        )
        if fit:
            kept.append(Group(group.kind, group.title, fit))
    return kept
