"""The first two sheets of the workbook: the summary with the plan's key cells, and the checks."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.exchange.book import Book, Sheet, Value, cell
from cmoplanner.i18n import _
from cmoplanner.model.presenting import OwnAsk
from cmoplanner.projection.bands import Band

CHECK_HEAD, CHECK_FIRST = 3, 4
FAILS = "Checks_failed"
TOP_DOWN, FY_START, FY_END, AS_OF, DISCOUNT = "Top_down_budget", "FY_start", "FY_end", "As_of", "Discount_rate"
GOAL, FINGERPRINT = "Revenue_goal", "Plan_fingerprint"
_LABEL, _VALUE, _RANGE, _NOTE = 0, 1, 2, 5
_DIGITS = {"count": 0, "number": 9}  # of a difference; money has those of the currency


@dataclass(frozen=True, slots=True)
class Check:
    """Two figures (or texts) that must agree: each as formula and as the value it has.

    `about_plan` where not the workbook's sums but the plan itself is held against a rule.
    """

    name: str
    expected: str
    expected_value: float | str
    found: str
    found_value: float | str
    kind: str = "money"
    tolerance: float | None = None
    about_plan: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the summary: what it is, its formula ("" where it is a value), its value, and its range as values."""

    label: str
    formula: str
    value: float | str
    kind: str = "money"
    note: str = ""
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Figures of the summary under a title."""

    title: str
    figures: list[Figure]


def write_checks(book: Book, sheet: Sheet, checks: list[Check]) -> int:
    """Write the checks, each live, with their number of fails on top; return how many fail."""
    heads = [
        (_("Check"), "text", 58.0),
        (_("Expected"), "money", 18.0),
        (_("Found"), "money", 18.0),
        (_("Difference"), "money", 14.0),
        (_("Fails (0 = passed)"), "count", 12.0),
        (_("Is about"), "text", 20.0),
    ]
    sheet.columns(heads, CHECK_HEAD)
    fails = 0
    about = {True: _("the plan"), False: _("the figures")}
    for number, check in enumerate(checks):
        row = CHECK_FIRST + number
        fails += _write_check(book, sheet, row, check)
        sheet.text(row, 5, about[check.about_plan])
    last = CHECK_FIRST + len(checks) - 1
    sheet.text(1, 3, _("Fails in all"), "strong")
    sheet.formula(1, 4, f"SUM({cell(CHECK_FIRST, 4)}:{cell(last, 4)})", fails, "count", "total")
    book.define(FAILS, sheet, 1, 4)
    passed, failed_style = book.status_styles()
    for first_row, last_row in ((1, 1), (CHECK_FIRST, last)):
        for criterion, style in (("==", passed), ("!=", failed_style)):
            rule = {"type": "cell", "criteria": criterion, "value": 0, "format": style}
            sheet.worksheet.conditional_format(first_row, 4, last_row, 4, rule)
    sheet.worksheet.freeze_panes(CHECK_FIRST, 1)
    sheet.worksheet.repeat_rows(CHECK_HEAD)
    return fails


def _write_check(book: Book, sheet: Sheet, row: int, check: Check) -> int:
    """Write expected, found, difference and whether it fails; return 1 if it does."""
    tolerance = book.tolerance if check.tolerance is None else check.tolerance
    digits = _DIGITS.get(check.kind, book.decimals)
    sheet.text(row, 0, check.name)
    sheet.formula(row, 1, check.expected, check.expected_value, check.kind, "link")
    sheet.formula(row, 2, check.found, check.found_value, check.kind, "link")
    if isinstance(check.found_value, str) or isinstance(check.expected_value, str):
        failed = int(check.found_value != check.expected_value)
        sheet.formula(row, 3, f"IF(EXACT({cell(row, 2)},{cell(row, 1)}),0,1)", failed, "count")
        sheet.formula(row, 4, cell(row, 3), failed, "count")
        return failed
    difference = round(check.found_value - check.expected_value, digits)
    failed = int(abs(difference) >= tolerance)
    sheet.formula(row, 3, f"ROUND({cell(row, 2)}-{cell(row, 1)},{digits})", difference, check.kind)
    sheet.formula(row, 4, f"IF(ABS({cell(row, 3)})<{tolerance!r},0,1)", failed, "count")
    return failed


def write_control(book: Book, sheet: Sheet, discount: str, *, goal: float | None, digest: str) -> int:
    """Write the plan's own cells, which other sheets refer to by name; return the first free row."""
    header, plan = book.plan.header, book.plan
    sheet.worksheet.set_column(_LABEL, _LABEL, 44)
    sheet.worksheet.set_column(_VALUE, _VALUE, 20)
    sheet.worksheet.set_column(_RANGE, _NOTE - 1, 17)
    sheet.worksheet.set_column(_NOTE, _NOTE, 40)
    row = 4
    sheet.text(row, 0, _("The plan"), "strong")
    for label, text in (
        (_("Company"), header.company),
        (_("Plan"), header.name),
        (_("Status and version"), f"{header.status}, {header.version}"),
        (_("Currency"), header.currency),
        (_("Vision"), header.vision),
    ):
        row += 1
        sheet.text(row, _LABEL, label)
        sheet.text(row, _VALUE, text)
    named: list[tuple[str, str, Value, str]] = [
        (FY_START, _("First day of the fiscal year"), plan.calendar.fy_start, "date"),
        (FY_END, _("Last day of the fiscal year"), plan.calendar.fy_end, "date"),
        (AS_OF, _("As of"), header.as_of, "date"),
        (TOP_DOWN, _("Marketing budget, top-down ({currency})"), book.money(header.topdown_budget), "money"),
        (DISCOUNT, _("Discount rate (per year)"), header.discount_rate, "rate"),
        *([(GOAL, _("Revenue goal of the company ({currency})"), goal, "money")] if goal is not None else []),
    ]
    for name, label, value, kind in named:
        row += 1
        sheet.text(row, _LABEL, label.format(currency=header.currency))
        if name == DISCOUNT:
            sheet.formula(row, _VALUE, discount, value, kind, "link")
        else:
            sheet.put(row, _VALUE, value, kind, "input" if name == TOP_DOWN else "label")
        book.define(name, sheet, row, _VALUE)
    if digest:
        row += 1
        sheet.text(row, _LABEL, _("Fingerprint of the plan"))
        sheet.put(row, _VALUE, digest, "text", "label")
        book.define(FINGERPRINT, sheet, row, _VALUE)
    return row + 2


def write_light(sheet: Sheet, fails: int) -> None:
    """Write the check light below the title: whether all checks pass, or how many fail."""
    text = _("All checks pass") if not fails else _("CHECK: {n} fail").format(n=fails)
    bad_left, _n, bad_right = _("CHECK: {n} fail").partition("{n}")
    good = _("All checks pass")
    light = f'IF({FAILS}=0,"{_quoted(good)}","{_quoted(bad_left)}"&{FAILS}&"{_quoted(bad_right)}")'
    sheet.formula(2, 0, light, text, "text", "strong")
    passed, failed = sheet.book.status_styles()
    for criterion, style in (("==", passed), ("!=", failed)):
        rule = {"type": "formula", "criteria": f"={FAILS}{'=' if criterion == '==' else '<>'}0", "format": style}
        sheet.worksheet.conditional_format(2, 0, 2, 0, rule)


def write_figures(sheet: Sheet, row: int, blocks: list[Block]) -> int:
    """Write the key figures with their ranges; return the first free row."""
    for block in blocks:
        sheet.text(row, 0, block.title, "strong")
        if any(figure.band for figure in block.figures):
            heads = (_("Plan"), _("P10 (value)"), _("P50 (value)"), _("P90 (value)"))
            for col, head in enumerate(heads, _VALUE):
                sheet.worksheet.write_string(row, col, head, sheet.book.style("number", "head"))
        for figure in block.figures:
            row += 1
            sheet.text(row, _LABEL, figure.label)
            if figure.formula:
                sheet.formula(row, _VALUE, figure.formula, figure.value, figure.kind, "link")
            else:
                sheet.put(row, _VALUE, figure.value, figure.kind, "model")
            if figure.band is not None:
                for col, point in enumerate((figure.band.p10, figure.band.p50, figure.band.p90), _RANGE):
                    sheet.put(row, col, point, figure.kind, "model")
            sheet.text(row, _NOTE, figure.note, "note")
        row += 2
    return row


def write_asks(book: Book, sheet: Sheet, row: int, asks: Sequence[OwnAsk]) -> int:
    """Write what leadership is asked: the decision, its amount, by when, what it brings; return the first free row."""
    if not asks:
        return row
    sheet.text(row, _LABEL, _("What is asked (values)"), "strong")
    heads = (_("Amount ({currency})").format(currency=book.plan.header.currency), _("By"))
    for col, head in enumerate(heads, _VALUE):
        sheet.worksheet.write_string(row, col, head, book.style("number", "head"))
    for ask in asks:
        row += 1
        sheet.text(row, _LABEL, ask.title)
        sheet.put(row, _VALUE, None if ask.amount is None else book.money(ask.amount), "money", "model")
        sheet.put(row, _RANGE, ask.by, "date", "label")
        otherwise = _("Otherwise {what}.").format(what=ask.otherwise) if ask.otherwise else ""
        sheet.text(row, _RANGE + 1, " ".join(part for part in (ask.text, otherwise) if part))
    return row + 2


def _quoted(text: str) -> str:
    return text.replace('"', '""')
