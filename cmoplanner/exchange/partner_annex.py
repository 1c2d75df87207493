"""The annex of one partner: its joint plan, shared activities, fund and claims; nothing of any other partner."""

from __future__ import annotations

from collections.abc import Sequence

from cmoplanner.exchange.book import FIRST, TOTALS, Book, Sheet, Value, cell
from cmoplanner.i18n import _
from cmoplanner.model.choice_words import choice_word
from cmoplanner.model.phasing import partner_total
from cmoplanner.model.plan import Activity, MdfClaim, MdfFund, Partner, Plan

Heads = Sequence[tuple[str, str, float]]


def write_annex(book: Book, partner: Partner) -> None:
    """Write all sheets."""
    plan = book.plan
    rows = [row for row in plan.activities.values() if row.partner_id == partner.id and not row.cancelled]
    mine = {row.id for row in plan.activities.values() if row.partner_id == partner.id}
    funds = [fund for fund in plan.mdf_funds.values() if fund.partner_id == partner.id]
    claims = [claim for claim in plan.mdf_claims.values() if claim.activity_id in mine]
    currency = plan.header.currency
    front = book.sheet(
        "Summary",
        partner.name,
        _("Joint marketing, {year}, {currency}").format(
            year=plan.header.fy_label or plan.calendar.label, currency=currency
        ),
    )
    _joint(book.sheet("JointPlan", _("Joint plan"), _("What each of us does, and what both expect.")), book, partner)
    activities = book.sheet("Activities", _("Shared activities"), currency)
    _activities(activities, book, rows)
    fund_sheet = book.sheet("Funds", _("Funds"), currency)
    _funds(fund_sheet, book, funds, rows, claims)
    claim_sheet = book.sheet("Claims", _("Claims"), currency)
    _claims(claim_sheet, book, claims)
    _summary(front, book, rows, funds, claims)


def _summary(
    sheet: Sheet, book: Book, rows: Sequence[Activity], funds: Sequence[MdfFund], claims: Sequence[MdfClaim]
) -> None:
    """Write the totals, each a link to its sheet."""
    gross = sum(row.gross_spend for row in rows)
    shared = sum(partner_total(row) for row in rows)
    known: list[tuple[str, str, int]] = [
        (_("Shared activities, gross"), "Activities!$F$3", gross),
        (_("You pay"), "Activities!$G$3", shared),
        (_("We pay"), "Activities!$H$3", gross - shared),
        (_("Funds allocated"), "Funds!$C$3", sum(fund.allocated for fund in funds)),
        (_("Claimed"), "Claims!$D$3", sum(one.amount for one in claims if one.status != "rejected")),
        (_("Approved"), "Claims!$E$3", sum(one.approved_amount or 0 for one in claims)),
    ]
    sheet.worksheet.set_column(0, 0, 30)
    sheet.worksheet.set_column(1, 1, 16)
    for place, (name, link, value) in enumerate(known):
        sheet.text(FIRST + place, 0, name)
        sheet.formula(FIRST + place, 1, link, book.money(value), "money", "link")


def _list(sheet: Sheet, heads: Heads, rows: Sequence[Sequence[Value]], sums: Sequence[int], frozen: int = 1) -> None:
    """Write a list; columns in `sums` have their total over them."""
    sheet.columns(heads)
    last = FIRST + max(1, len(rows)) - 1
    for place, row in enumerate(rows):
        for col, value in enumerate(row):
            if value is not None and value != "":
                sheet.put(FIRST + place, col, value, heads[col][1], "label")
    sheet.text(TOTALS, 0, _("Total"), "strong")
    for col in sums:
        total = sum(value for row in rows if isinstance(value := row[col], (int, float)))
        formula = f"SUBTOTAL(9,{cell(FIRST, col)}:{cell(last, col)})"
        sheet.formula(TOTALS, col, formula, float(total), heads[col][1], "total")
    sheet.as_list(last, len(heads), frozen)


def _joint(sheet: Sheet, book: Book, partner: Partner) -> None:
    plan, currency = book.plan, book.plan.header.currency
    heads: Heads = (
        (_("Campaign"), "text", 26),
        (_("Goal"), "text", 40),
        (_("We do"), "text", 36),
        (_("You do"), "text", 36),
        (_("Expected leads"), "count", 11),
        (_("Expected revenue ({currency})").format(currency=currency), "money", 16),
        (_("Reviewed"), "text", 12),
        (_("Next review"), "date", 12),
        (_("Our owner"), "text", 22),
        (_("Your owner"), "text", 22),
    )
    rows: list[tuple[Value, ...]] = []
    for one in plan.joint_plans.values():
        if one.partner_id != partner.id:
            continue
        campaign = plan.campaigns.get(one.campaign_id or "")
        revenue = None if one.expected_revenue is None else book.money(one.expected_revenue)
        rows.append(
            (
                campaign.name if campaign else "",
                one.goal,
                one.our_responsibility,
                one.partner_responsibility,
                one.expected_leads,
                revenue,
                one.review_cadence,
                one.next_review,
                one.owner_role,
                one.partner_owner_role,
            )
        )
    _list(sheet, heads, rows, (4, 5))


def _activities(sheet: Sheet, book: Book, rows: Sequence[Activity]) -> None:
    """Write shared activities; what we pay is gross less the partner's part. Source: domain F.4."""
    plan = book.plan
    heads: Heads = (
        (_("Activity"), "text", 40),
        (_("Campaign"), "text", 26),
        (_("Channel"), "text", 20),
        (_("Start"), "date", 12),
        (_("End"), "date", 12),
        (_("Gross"), "money", 14),
        (_("You pay"), "money", 14),
        (_("We pay"), "money", 14),
        (_("Status"), "text", 12),
    )
    found: list[tuple[Value, ...]] = []
    for row in sorted(rows, key=lambda one: (one.start, one.name)):
        campaign, channel = plan.campaigns.get(row.campaign_id or ""), plan.channels.get(row.channel_id or "")
        part = partner_total(row)
        found.append(
            (
                row.name,
                campaign.name if campaign else "",
                channel.name if channel else "",
                row.start,
                row.end,
                book.money(row.gross_spend),
                book.money(part),
                book.money(row.gross_spend - part),
                choice_word(row.status),
            )
        )
    _list(sheet, heads, found, (5, 6, 7))
    for place, line in enumerate(found):
        at = FIRST + place
        sheet.formula(at, 7, f"ROUND({cell(at, 5)}-{cell(at, 6)},{book.decimals})", line[7], "money")


def _funds(
    sheet: Sheet, book: Book, funds: Sequence[MdfFund], rows: Sequence[Activity], claims: Sequence[MdfClaim]
) -> None:
    heads: Heads = (
        (_("From"), "date", 12),
        (_("To"), "date", 12),
        (_("Allocated"), "money", 14),
        (_("Planned"), "money", 14),
        (_("Left to plan"), "money", 14),
        (_("Claimed"), "money", 14),
        (_("Paid"), "money", 14),
        (_("Claims until"), "date", 12),
        (_("Rules"), "text", 50),
    )
    found: list[tuple[Value, ...]] = []
    for fund in funds:
        planned = sum(partner_total(row) for row in rows if row.fund_id == fund.id)
        own = [one for one in claims if _fund_of(book.plan, one) == fund.id]
        claimed = sum(one.amount for one in own if one.status != "rejected")
        paid = sum(one.approved_amount or 0 for one in own if one.status == "paid")
        amounts = (fund.allocated, planned, fund.allocated - planned, claimed, paid)
        money = tuple(book.money(amount) for amount in amounts)
        found.append((fund.period_start, fund.period_end, *money, fund.claim_deadline, fund.rules))
    _list(sheet, heads, found, (2, 3, 4, 5, 6), frozen=2)
    for place, line in enumerate(found):
        at = FIRST + place
        sheet.formula(at, 4, f"ROUND({cell(at, 2)}-{cell(at, 3)},{book.decimals})", line[4], "money")


def _fund_of(plan: Plan, claim: MdfClaim) -> str | None:
    activity = plan.activities.get(claim.activity_id or "")
    return activity.fund_id if activity else None


def _claims(sheet: Sheet, book: Book, claims: Sequence[MdfClaim]) -> None:
    heads: Heads = (
        (_("Claim"), "text", 14),
        (_("Activity"), "text", 40),
        (_("Date"), "date", 12),
        (_("Amount"), "money", 14),
        (_("Approved"), "money", 14),
        (_("Paid on"), "date", 12),
        (_("Status"), "text", 12),
        (_("Proof"), "text", 40),
    )
    rows: list[tuple[Value, ...]] = []
    for one in sorted(claims, key=lambda row: (row.claim_date is None, row.claim_date, row.id)):
        activity = book.plan.activities.get(one.activity_id or "")
        approved = None if one.approved_amount is None else book.money(one.approved_amount)
        rows.append(
            (
                one.id,
                activity.name if activity else "",
                one.claim_date,
                book.money(one.amount),
                approved,
                one.paid_date,
                choice_word(one.status),
                one.proof_note,
            )
        )
    _list(sheet, heads, rows, (3, 4))
