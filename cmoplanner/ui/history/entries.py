"""The acts and named versions of a plan as lines, newest first, under the days on which they happened."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from cmoplanner.i18n import _, ngettext
from cmoplanner.model.store.history import Step
from cmoplanner.model.store.versions import Version
from cmoplanner.report.formats import Formats
from cmoplanner.ui.history.lines import Line

START = "start"
_STEP, _VERSION = "step:", "version:"


def step_of(key: str) -> int | None:
    """Return which act a line is about; None for the state before the first one. Raises ValueError for no act."""
    return None if key == START else int(key.removeprefix(_STEP))


def version_of(key: str) -> str:
    """Return the id of the version that a line is about, "" if it is about none."""
    return key.removeprefix(_VERSION) if key.startswith(_VERSION) else ""


def key_of_version(version_id: str) -> str:
    """Return the key of a version's line."""
    return f"{_VERSION}{version_id}"


def present_key(steps: Sequence[Step]) -> str:
    """Return the key of the line that stands for the plan as it is now; "" where there is none."""
    done = [step for step in steps if not step.undone]
    return f"{_STEP}{done[-1].id}" if done else START if steps else ""


def history_lines(steps: Sequence[Step], versions: Sequence[Version], formats: Formats, today: date) -> list[Line]:
    """Return acts and versions, newest first, with a head for each day; the state before all acts comes last.

    Acts stand in their own order, whatever the clock said; versions stand among them by their time.
    """
    present = present_key(steps)
    lines: list[Line] = []
    day: date | None = None
    for at, line in _newest_first(steps, versions, present):
        if at.date() != day:
            day = at.date()
            lines.append(Line(f"day:{day.isoformat()}:{len(lines)}", day_words(day, formats, today), head=True))
        lines.append(line)
    if steps:
        before = Line(START, _("Before the first of these acts"), icon="undo", role="text_2")
        lines.append(_as_present(before) if present == START else before)
    return lines


def _newest_first(steps: Sequence[Step], versions: Sequence[Version], present: str) -> Iterable[tuple[datetime, Line]]:
    waiting = sorted(versions, key=lambda version: version.at)
    for step in reversed(steps):
        while waiting and waiting[-1].at >= step.at:
            yield _version_line(waiting.pop())
        at = step.at.astimezone()
        key, time = f"{_STEP}{step.id}", f"{at:%H:%M}"
        if step.undone:
            yield at, Line(key, step.label, _("Taken back"), time, icon="redo", faint=True, long=True)
        else:
            line = Line(key, step.label, "", time, long=True)
            yield at, _as_present(line) if key == present else line
    while waiting:
        yield _version_line(waiting.pop())


def _as_present(line: Line) -> Line:
    return Line(line.key, line.text, _("The plan as it is now"), line.aside, icon="dot", role="accent", long=True)


def _version_line(version: Version) -> tuple[datetime, Line]:
    at = version.at.astimezone()
    detail = " ".join(version.note.split()) or _("Named version")
    return at, Line(
        key_of_version(version.id), version.name, detail, f"{at:%H:%M}", icon="flag", role="accent", long=True
    )


def day_words(day: date, formats: Formats, today: date) -> str:
    """Return a day as people call it."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return formats.weekday(day)


def moment_words(at: datetime, formats: Formats) -> str:
    """Return a day and its time."""
    local = at.astimezone()
    return _("{day}, {time}").format(day=formats.weekday(local.date()), time=f"{local:%H:%M}")


def gone_words(before: Sequence[Step], target: int | None, formats: Formats) -> str:
    """Return what going from these acts to `target` did."""
    wanted = next((step for step in before if step.id == target), None)
    if wanted is not None and wanted.undone:
        n = sum(step.undone and step.id <= wanted.id for step in before)
        sentence = ngettext("Went forward {n} act, to “{label}”", "Went forward {n} acts, to “{label}”", n)
        return sentence.format(n=formats.number(n), label=wanted.label)
    n = sum(not step.undone and step.id > (wanted.id if wanted else 0) for step in before)
    if wanted is None:
        sentence = ngettext("Took back {n} act: all that are kept", "Took back all {n} acts that are kept", n)
        return sentence.format(n=formats.number(n))
    sentence = ngettext("Went back {n} act, to “{label}”", "Went back {n} acts, to “{label}”", n)
    return sentence.format(n=formats.number(n), label=wanted.label)
