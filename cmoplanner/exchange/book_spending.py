"""More money sheets of the workbook: transfers, partner funds, contracts and scenarios."""

from collections import defaultdict
from collections.abc import Mapping

from cmoplanner.exchange.book import DAY_ZERO, FIRST, Book, Sheet, cell
from cmoplanner.exchange.book_plan import FUND, PARTNER
from cmoplanner.exchange.labels import sum_if, unsafe
from cmoplanner.i18n import _
from cmoplanner.ledger.money_back import fund_left
from cmoplanner.model.phasing import net_spend
from cmoplanner.model.plan import Plan
from cmoplanner.projection.compile import compile_plan
from cmoplanner.projection.model import project
from cmoplanner.projection.outcome import Outcome
from cmoplanner.projection.scenario import applied
from cmoplanner.report.figures import year_and_horizon

F_ALLOCATED, F_PLANNED = 5, 6
_T_FROM, _T_TO, _T_AMOUNT = 1, 2, 3


def write_transfers(sheet: Sheet, book: Book) -> int:
    """Write money moved between envelopes; return the last row."""
    heads = [
        (_("Transfer (id)"), "text", 12.0),
        (_("From envelope"), "text", 22.0),
        (_("To envelope"), "text", 22.0),
        (_("Amount ({currency})").format(currency=book.plan.header.currency), "money", 14.0),
        (_("Date"), "date", 11.0),
        (_("Approved by"), "text", 22.0),
        (_("Note"), "text", 40.0),
    ]
    sheet.columns(heads)
    for row, transfer in enumerate(book.plan.transfers.values(), FIRST):
        sheet.put(row, 0, transfer.id, "text", "label")
        sheet.put(row, _T_FROM, transfer.from_envelope_id, "text")
        sheet.put(row, _T_TO, transfer.to_envelope_id, "text")
        sheet.put(row, _T_AMOUNT, book.money(transfer.amount), "money")
        sheet.put(row, 4, transfer.date, "date")
        sheet.put(row, 5, transfer.approver_role, "text")
        sheet.put(row, 6, transfer.note, "text")
    last = FIRST + max(1, len(book.plan.transfers)) - 1
    sheet.as_list(last, len(heads), frozen=1)
    return last


def moved(transfers: Sheet, last: int, envelope: str) -> str:
    """Return the formula of what transfers bring to an envelope, less what they take from it."""
    amounts = transfers.range(_T_AMOUNT, FIRST, last)
    into, out = (transfers.range(col, FIRST, last) for col in (_T_TO, _T_FROM))
    return f"SUMPRODUCT({amounts}*(EXACT({into},{envelope})-EXACT({out},{envelope})))"


def write_funds(sheet: Sheet, book: Book, calendar: Sheet, last: int) -> int:
    """Write partner funds: allocated, planned (live from the calendar), claimed, approved, paid and what is left.

    Returns the last row.
    """
    plan, currency = book.plan, book.plan.header.currency
    amount = _("{name} ({currency})")
    names = (
        _("Allocated"), _("Planned"), _("Claimed"), _("Approved"), _("Paid"), _("Left of the plan"),
    )  # fmt: skip
    heads = [
        (_("Fund (id)"), "text", 16.0),
        (_("Partner"), "text", 28.0),
        (_("From"), "date", 11.0),
        (_("Until"), "date", 11.0),
        (_("Claim until"), "date", 11.0),
        *((amount.format(name=name, currency=currency), "money", 14.0) for name in names),
        (_("Used (share)"), "rate", 10.0),
    ]
    sheet.columns(heads)
    left, claims, exact = fund_left(plan), _claims(plan), unsafe(plan.mdf_funds)
    for row, fund in enumerate(plan.mdf_funds.values(), FIRST):
        partner = plan.partners.get(fund.partner_id or "")
        sheet.put(row, 0, fund.id, "text", "label")
        sheet.put(row, 1, partner.name if partner else "", "text", "label")
        for col, day in enumerate((fund.period_start, fund.period_end, fund.claim_deadline), 2):
            sheet.put(row, col, day, "date")
        planned = fund.allocated - left[fund.id]
        sheet.put(row, 5, book.money(fund.allocated), "money")
        where = (calendar.range(FUND, FIRST, last), f"${cell(row, 0)}", exact)
        formula = sum_if(calendar.range(PARTNER, FIRST, last), where)
        sheet.formula(row, F_PLANNED, formula, book.money(planned), "money", "link")
        for col, value in enumerate(claims[fund.id], F_PLANNED + 1):
            sheet.put(row, col, book.money(value), "money", "model")
        sheet.formula(row, 10, f"{cell(row, 5)}-{cell(row, 6)}", book.money(left[fund.id]), "money")
        used = planned / fund.allocated if fund.allocated else ""
        sheet.formula(row, 11, f'IF({cell(row, 5)}=0,"",{cell(row, 6)}/{cell(row, 5)})', used, "rate")
    end = FIRST + max(1, len(plan.mdf_funds)) - 1
    sheet.as_list(end, len(heads), frozen=1)
    return end


def _claims(plan: Plan) -> Mapping[str, list[int]]:
    """Return what was claimed, approved and paid of each fund."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for claim in plan.mdf_claims.values():
        activity = plan.activities.get(claim.activity_id or "")
        sums = found[(activity.fund_id if activity else None) or ""]
        sums[0] += claim.amount
        sums[1] += claim.approved_amount or 0
        sums[2] += (claim.approved_amount or 0) if claim.paid_date else 0
    return found


def write_vendors(sheet: Sheet, book: Book) -> None:
    """Write contracts with the day until which notice is given, and what is planned with each vendor."""
    plan, currency = book.plan, book.plan.header.currency
    amount = _("{name} ({currency})")
    heads = [
        (_("Contract (id)"), "text", 14.0),
        (_("Vendor"), "text", 26.0),
        (_("Contract"), "text", 34.0),
        (_("From"), "date", 11.0),
        (_("Until"), "date", 11.0),
        (_("Notice (days)"), "count", 9.0),
        (_("Notice until"), "date", 11.0),
        (amount.format(name=_("Value of the contract"), currency=currency), "money", 14.0),
        (amount.format(name=_("Cap of the vendor per year"), currency=currency), "money", 14.0),
        (amount.format(name=_("Planned with the vendor"), currency=currency), "money", 14.0),
        (amount.format(name=_("Left under the cap"), currency=currency), "money", 14.0),
    ]
    sheet.columns(heads)
    planned: defaultdict[str, int] = defaultdict(int)
    for activity in plan.activities.values():
        if not activity.cancelled:
            planned[activity.vendor_id or ""] += net_spend(activity)
    for row, contract in enumerate(plan.contracts.values(), FIRST):
        vendor = plan.vendors.get(contract.vendor_id or "")
        for col, text in enumerate((contract.id, vendor.name if vendor else "", contract.title)):
            sheet.put(row, col, text, "text", "label")
        sheet.put(row, 3, contract.start, "date")
        sheet.put(row, 4, contract.end, "date")
        sheet.put(row, 5, contract.notice_days, "count")
        notice = "" if contract.end is None else (contract.end - DAY_ZERO).days - (contract.notice_days or 0)
        sheet.formula(row, 6, f'IF({cell(row, 4)}="","",{cell(row, 4)}-{cell(row, 5)})', notice, "date")
        sheet.put(row, 7, None if contract.value is None else book.money(contract.value), "money")
        cap = vendor.annual_cap if vendor else None
        own = planned[contract.vendor_id or ""] if vendor else 0
        sheet.put(row, 8, None if cap is None else book.money(cap), "money")
        sheet.put(row, 9, book.money(own), "money", "model")
        left = "" if cap is None else book.money(cap - own)
        sheet.formula(row, 10, f'IF({cell(row, 8)}="","",{cell(row, 8)}-{cell(row, 9)})', left, "money")
    sheet.as_list(FIRST + max(1, len(plan.contracts)) - 1, len(heads), frozen=1)


_SCENARIO = ("net_marketing_cost_fy", "projected_revenue_fy", "contribution_fy", "pv_incremental_gm_horizon", "pv_cost")


def write_scenarios(sheet: Sheet, book: Book, outcome: Outcome) -> None:
    """Write the plan and its scenarios side by side: values of the program, the differences from the plan live."""
    plan, currency = book.plan, book.plan.header.currency
    amount = _("{name} ({currency})")
    names = (
        _("Net marketing cost"), _("Projected revenue"), _("Contribution"), _("Margin, present value"),
        _("Cost, present value"),
    )  # fmt: skip
    heads = [
        (_("Scenario (id)"), "text", 18.0),
        (_("Scenario"), "text", 36.0),
        *((amount.format(name=name, currency=currency), "money", 16.0) for name in names),
        *((amount.format(name=_("{name}: more than the plan").format(name=name), currency=currency), "money", 16.0)
          for name in names),
    ]  # fmt: skip
    sheet.columns(heads)
    base = year_and_horizon(plan, outcome)
    rows = [("", _("The plan"), base)]
    for scenario in plan.scenarios.values():
        other = applied(plan, scenario.id).plan
        rows.append((scenario.id, scenario.name, year_and_horizon(other, project(compile_plan(other)))))
    for row, (row_id, name, found) in enumerate(rows, FIRST):
        sheet.put(row, 0, row_id, "text", "label")
        sheet.put(row, 1, name, "text", "label")
        for col, key in enumerate(_SCENARIO, 2):
            sheet.put(row, col, found[key], "money", "model")
            more = f"{cell(row, col)}-{cell(FIRST, col).replace(str(FIRST + 1), '$' + str(FIRST + 1))}"
            sheet.formula(row, col + len(_SCENARIO), more, found[key] - base[key], "money")
    sheet.as_list(FIRST + len(rows) - 1, len(heads), frozen=2)
