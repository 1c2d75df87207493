"""The plan's own sheets of the workbook: calendar, phasing by month, and sums by category, cost centre and campaign."""

from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date

from cmoplanner.exchange.book import FIRST, HEAD, TOTALS, Book, Sheet, cell, column
from cmoplanner.exchange.labels import NONE, Labels, sum_if
from cmoplanner.i18n import _, known_locale
from cmoplanner.model.periods import MONTHS_A_YEAR, Pattern
from cmoplanner.model.phasing import Phased, phase
from cmoplanner.model.plan import Activity, Plan
from cmoplanner.projection.terms import is_working, kind_of

START, END, DAYS, STATUS = 8, 9, 10, 14
GROSS, SHARE, PARTNER, NET, PLANNED, WORKS, SHARES, FUND = 21, 22, 23, 24, 25, 26, 27, 28
WINS, KEEPS, OTHER = "wins", "keeps", "other"
P_CAMPAIGN, P_CHANNEL, P_CENTRE, P_CATEGORY, P_WORKING, P_REGION, P_NET = 2, 3, 4, 5, 6, 7, 8
P_MONTH, P_SUM, P_DIFFERENCE, P_QUARTER = 9, 21, 22, 23
P_GROSS, P_SHAPE, P_WHOLE, P_PARTNER, P_PARTNER_WHOLE = 27, 39, 51, 52, 64
MONTH, YEAR = 1, 13  # columns of the sums by month
_SOME = 100_000  # minor units: how an activity without money would spread some


@dataclass(frozen=True, slots=True)
class Line:
    """An activity in the workbook: its row, its money in minor units, and the labels it is summed by."""

    activity: Activity
    row: int
    gross: int
    partner: int
    net: int
    months: tuple[int, ...]
    shape: tuple[int, ...]
    partners: tuple[int, ...]
    working: bool
    campaign: str
    channel: str
    centre: str
    category: str
    region: str


@dataclass(frozen=True)
class Lines:
    """All activities in the workbook and the labels of what they belong to."""

    lines: tuple[Line, ...]
    campaigns: Labels
    channels: Labels
    centres: Labels
    categories: Labels

    @property
    def last(self) -> int:
        """The row of the last activity; the first free one if there is none."""
        return FIRST + max(1, len(self.lines)) - 1


def lines_of(plan: Plan) -> Lines:
    """Return the activities of a plan as lines; cancelled ones have no money."""
    campaigns, channels = Labels.of(plan.campaigns), Labels.of(plan.channels)
    centres, categories = Labels.of(plan.cost_centres), Labels.of(plan.cost_categories)
    found = []
    for number, activity in enumerate(plan.activities.values()):
        phased = phase(activity, plan.calendar)
        counts = not activity.cancelled
        months = phased.net if counts else (0,) * MONTHS_A_YEAR
        found.append(
            Line(
                activity,
                FIRST + number,
                activity.gross_spend if counts else 0,
                sum(phased.partner) if counts else 0,
                sum(months),
                months,
                _shape(activity, phased, plan),
                phased.partner,
                is_working(plan, activity),
                campaigns(activity.campaign_id),
                channels(activity.channel_id),
                centres(activity.cost_centre_id),
                categories(activity.category_id),
                activity.region or NONE,
            )
        )
    return Lines(tuple(found), campaigns, channels, centres, categories)


def _shape(activity: Activity, phased: Phased, plan: Plan) -> tuple[int, ...]:
    """Return the gross months; of an activity without money how a unit of it would be spread."""
    return phased.gross if activity.gross_spend else phase(replace(activity, gross_spend=_SOME), plan.calendar).gross


def month_heads(plan: Plan) -> list[str]:
    """Return the names of the twelve fiscal months: "Jan 2027", in a week pattern "M1 from 4 Jan 2027"."""
    return [month_head(plan, t) for t in range(1, MONTHS_A_YEAR + 1)]


def month_head(plan: Plan, t: int) -> str:
    """Return the name of month t of the horizon."""
    start: date = plan.calendar.month(t).start
    locale = known_locale(plan.header.locale)
    if plan.calendar.pattern is Pattern.CALENDAR and start.day == 1:
        return format_date(start, "MMM y", locale=locale)
    return _("M{n} from {day}").format(n=t, day=format_date(start, "d MMM y", locale=locale))


def write_calendar(sheet: Sheet, book: Book, lines: Lines) -> None:
    """Write the activities with their dates and money; days, partner part and net are live."""
    plan = book.plan
    money = _("{name} ({currency})")
    currency = plan.header.currency
    heads = [
        (_("Activity id"), "text", 11.0),
        (_("Campaign"), "text", 22.0),
        (_("Activity"), "text", 38.0),
        (_("Channel"), "text", 18.0),
        (_("Medium"), "text", 9.0),
        (_("Stage"), "text", 14.0),
        (_("Goes to (market cells)"), "text", 30.0),
        (_("Region"), "text", 10.0),
        (_("Start"), "date", 11.0),
        (_("End (last day)"), "date", 11.0),
        (_("Days (first occurrence)"), "count", 11.0),
        (_("Repeats"), "text", 10.0),
        (_("Repeats until"), "date", 11.0),
        (_("Owner"), "text", 22.0),
        (_("Status"), "text", 11.0),
        (_("Approval"), "text", 11.0),
        (_("Vendor"), "text", 22.0),
        (_("Partner"), "text", 22.0),
        (_("Cost category"), "text", 22.0),
        (_("Ledger account"), "text", 10.0),
        (_("Cost centre"), "text", 22.0),
        (money.format(name=_("Gross"), currency=currency), "money", 14.0),
        (_("Partner pays (share)"), "rate", 10.0),
        (money.format(name=_("Partner part"), currency=currency), "money", 14.0),
        (money.format(name=_("Net"), currency=currency), "money", 14.0),
        (_("Planned responses"), "customers", 12.0),
        (_("Its money"), "text", 16.0),
        (_("Shares in the market cells (sum)"), "rate", 10.0),
        (_("Partner fund (id)"), "text", 14.0),
    ]
    sheet.columns(heads)
    for line in lines.lines:
        _calendar_row(book, sheet, line)
    last = lines.last
    sheet.text(TOTALS, 2, _("Total without cancelled activities"), "strong")
    amounts, status = sheet.range(GROSS, FIRST, last), sheet.range(STATUS, FIRST, last)
    counted = f'SUMIFS({amounts},{status},"<>cancelled")'
    sheet.formula(TOTALS, GROSS, counted, book.money(sum(line.gross for line in lines.lines)), "money", "total")
    for col, total in ((PARTNER, sum(line.partner for line in lines.lines)), (NET, sum(li.net for li in lines.lines))):
        formula = f"SUM({cell(FIRST, col)}:{cell(last, col)})"
        sheet.formula(TOTALS, col, formula, book.money(total), "money", "total")
    sheet.as_list(last, len(heads), frozen=3)


def write_shares(sheet: Sheet, lines: Lines) -> None:
    """Write what each activity's shares in the market cells add up to, as values: where no lines say it live."""
    for line, total in zip(lines.lines, target_sums(lines), strict=True):
        sheet.put(line.row, SHARES, total or None, "rate", "model")


def target_sums(lines: Lines) -> list[float]:
    """Return what each activity's shares in the market cells add up to."""
    return [sum(target.share for target in line.activity.targets) for line in lines.lines]


def work_of(plan: Plan, activity: Activity) -> str:
    """Return whether an activity's money wins or keeps customers, or is other cost. Source: domain C.15."""
    kind = kind_of(plan, activity) if is_working(plan, activity) else None
    return OTHER if kind is None else KEEPS if kind == "retain" else WINS


def work_words() -> dict[str, str]:
    """Return how the calendar says what money does."""
    return {WINS: _("wins customers"), KEEPS: _("keeps customers"), OTHER: _("other cost")}


def _calendar_row(book: Book, sheet: Sheet, line: Line) -> None:
    plan, activity, row = book.plan, line.activity, line.row
    channel = plan.channels.get(activity.channel_id or "")
    stage = plan.stages.get(activity.stage_id or "")
    vendor = plan.vendors.get(activity.vendor_id or "")
    partner = plan.partners.get(activity.partner_id or "")
    category = plan.cost_categories.get(activity.category_id or "")
    texts = {
        0: activity.id,
        1: line.campaign,
        2: activity.name,
        3: line.channel,
        4: channel.medium if channel else "",
        5: stage.name if stage else "",
        6: ", ".join(f"{target.cell_id} {100 * target.share:.4g} %" for target in activity.targets),
        7: activity.region,
        11: activity.recurrence,
        13: activity.owner_role,
        STATUS: activity.status,
        15: activity.approval_status,
        16: vendor.name if vendor else "",
        17: partner.name if partner else "",
        18: line.category,
        19: category.gl_account if category else "",
        20: line.centre,
    }
    for col, text in texts.items():
        sheet.put(row, col, text, "text", "input" if col else "label")
    sheet.put(row, START, activity.start, "date")
    sheet.put(row, END, activity.end, "date")
    sheet.put(row, 12, activity.until, "date")
    sheet.put(row, GROSS, book.money(activity.gross_spend), "money")
    sheet.put(row, SHARE, activity.partner_share, "rate")
    sheet.put(row, PLANNED, activity.planned_responses, "customers")
    sheet.put(row, WORKS, work_words()[work_of(plan, activity)], "text", "label")
    sheet.put(row, FUND, activity.fund_id, "text", "label")
    days = (activity.end - activity.start).days + 1
    sheet.formula(row, DAYS, f"{cell(row, END)}-{cell(row, START)}+1", days, "count")
    gross, share, status = cell(row, GROSS), cell(row, SHARE), cell(row, STATUS)
    formula = f'IF({status}="cancelled",0,ROUND({gross}*{share},{book.decimals}))'
    sheet.formula(row, PARTNER, formula, book.money(line.partner), "money")
    formula = f'IF({status}="cancelled",0,ROUND({gross}-{cell(row, PARTNER)},{book.decimals}))'
    sheet.formula(row, NET, formula, book.money(line.net), "money")


@dataclass(frozen=True)
class Sums:
    """The sheet of sums by month, and the rows of its totals: by category, cost centre, campaign; and working money."""

    sheet: Sheet
    totals: tuple[tuple[str, int], ...]
    working: int


def write_sums(sheet: Sheet, book: Book, lines: Lines, phasing: Sheet) -> Sums:
    """Write net money by category, cost centre and campaign, month by month, live from the phasing."""
    blocks = (
        (_("Cost category"), P_CATEGORY, lines.categories, [line.category for line in lines.lines]),
        (_("Cost centre"), P_CENTRE, lines.centres, [line.centre for line in lines.lines]),
        (_("Campaign"), P_CAMPAIGN, lines.campaigns, [line.campaign for line in lines.lines]),
    )
    row = HEAD
    totals: list[tuple[str, int]] = []
    for title, col, labels, of_lines in blocks:
        heads = [(title, "text", 34.0), *((head, "money", 13.0) for head in month_heads(book.plan))]
        sheet.columns([*heads, (_("Fiscal year"), "money", 15.0)], row)
        groups = [
            *labels.texts.values(),
            *(dict.fromkeys(text for text in of_lines if text not in labels.texts.values())),
        ]
        first = row + 1
        for number, group in enumerate(groups):
            sheet.put(first + number, 0, group, "text", "label")
            condition = (phasing.range(col, FIRST, lines.last), f"${cell(first + number, 0)}", labels.exact)
            members = [line for line, label in zip(lines.lines, of_lines, strict=True) if label == group]
            for t in range(MONTHS_A_YEAR):
                formula = sum_if(phasing.range(P_MONTH + t, FIRST, lines.last), condition)
                amount = book.money(sum(line.months[t] for line in members))
                sheet.formula(first + number, MONTH + t, formula, amount, "money", "link")
            _year(book, sheet, first + number, sum(line.net for line in members))
        last = first + len(groups) - 1
        row = last + 1
        _total_row(book, sheet, row, first, last, lines)
        totals.append((title, row))
        row += 2
    _working_row(book, sheet, row, phasing, lines)
    sheet.worksheet.freeze_panes(HEAD, 1)
    return Sums(sheet, tuple(totals), row)


def _year(book: Book, sheet: Sheet, row: int, total: int) -> None:
    sheet.formula(row, YEAR, f"SUM({cell(row, MONTH)}:{cell(row, YEAR - 1)})", book.money(total), "money")


def _total_row(book: Book, sheet: Sheet, row: int, first: int, last: int, lines: Lines) -> None:
    sheet.text(row, 0, _("Total"), "strong")
    for t in range(MONTHS_A_YEAR + 1):
        col = column(MONTH + t)
        total = sum(line.months[t] for line in lines.lines) if t < MONTHS_A_YEAR else sum(li.net for li in lines.lines)
        formula = f"SUM({col}{first + 1}:{col}{last + 1})" if last >= first else "0"
        sheet.formula(row, MONTH + t, formula, book.money(total), "money", "total")


def _working_row(book: Book, sheet: Sheet, row: int, phasing: Sheet, lines: Lines) -> None:
    sheet.text(row, 0, _("Working money"), "strong")
    working = phasing.range(P_WORKING, FIRST, lines.last)
    members = [line for line in lines.lines if line.working]
    for t in range(MONTHS_A_YEAR):
        formula = f"SUMIFS({phasing.range(P_MONTH + t, FIRST, lines.last)},{working},1)"
        amount = book.money(sum(line.months[t] for line in members))
        sheet.formula(row, MONTH + t, formula, amount, "money", "link")
    _year(book, sheet, row, sum(line.net for line in members))
