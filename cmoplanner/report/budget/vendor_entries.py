"""What the panel of vendors lists: what goes to each, what contracts ask for by when, and what tools cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmoplanner.i18n import _
from cmoplanner.ledger.lines import ledger
from cmoplanner.ledger.vendors import (
    MOST_SHARE,
    TOOLS_USUAL,
    ContractDates,
    VendorMoney,
    contract_dates,
    tool_lines,
    vendors,
)
from cmoplanner.model.plan import Plan
from cmoplanner.report.budget.entries import Entry
from cmoplanner.report.formats import Formats

VENDORS, CONTRACTS, TOOLS = "vendors", "contracts", "tools"


@dataclass(frozen=True)
class VendorList:
    """The entries under their headings, and a sentence over them."""

    entries: Sequence[Entry]
    headings: Mapping[str, str]
    told: str


def vendor_list(plan: Plan) -> VendorList:
    """Return vendors, contracts and tools of a plan."""
    book, formats = ledger(plan), Formats.of(plan)
    money, dates, tools = vendors(plan, book), contract_dates(plan), tool_lines(plan, book)
    entries = [_vendor(plan, formats, one) for one in money]
    entries += [_contract(plan, formats, one) for one in dates]
    entries += [_tool(plan, row, amount) for row, amount in tools.items()]
    whole = book.total().planned
    share = sum(tools.values()) / whole if whole else 0.0
    headings = {
        VENDORS: _("Planned with vendors"),
        CONTRACTS: _("Contracts, by notice"),
        TOOLS: _("Martech and data: {share} of plan (usual {usual})").format(
            share=formats.percent(share), usual=formats.percent(TOOLS_USUAL)
        ),
    }
    return VendorList(entries, headings, _told(plan, money))


def _told(plan: Plan, money: Sequence[VendorMoney]) -> str:
    over = [one for one in money if one.headroom is not None and one.headroom < 0]
    large = [one for one in money if one.share > MOST_SHARE]
    if over:
        return _("{vendor} goes beyond its cap").format(vendor=plan.vendors[over[0].id].name)
    if large:
        share = Formats.of(plan).percent(large[0].share)
        return _("{share} of it goes to {vendor}").format(share=share, vendor=plan.vendors[large[0].id].name)
    return _("No vendor is beyond its cap") if money else _("No vendor is known yet")


def _vendor(plan: Plan, formats: Formats, one: VendorMoney) -> Entry:
    row = plan.vendors[one.id]
    lines = [
        _("ordered {ordered} · invoiced {invoiced}").format(
            ordered=formats.whole(one.ordered), invoiced=formats.whole(one.invoiced)
        ),
        _share_words(formats, one),
    ]
    about = [row.service, _("preferred") if row.preferred else "", _risk(row.risk_rating)]
    if row.data_processor and not row.dpa_signed:
        about.append(_("no data agreement"))
    lines.append(" · ".join(part for part in about if part))
    return Entry(
        VENDORS, "vendor", row.id, row.name, "\n".join(part for part in lines if part), one.planned, ticks=False
    )


def _share_words(formats: Formats, one: VendorMoney) -> str:
    share = _("share {share}").format(share=formats.percent(one.share))
    if one.share > MOST_SHARE:
        share = _("share {share}, above {most}").format(
            share=formats.percent(one.share), most=formats.percent(MOST_SHARE)
        )
    if one.headroom is None:
        return share
    left = (
        _("{amount} of the cap left").format(amount=formats.whole(one.headroom))
        if one.headroom >= 0
        else _("{amount} above the cap").format(amount=formats.whole(-one.headroom))
    )
    return f"{share} · {left}"


def _risk(rating: str) -> str:
    return _("risk {rating}").format(rating=rating) if rating else ""


def _contract(plan: Plan, formats: Formats, one: ContractDates) -> Entry:
    row, today = plan.contracts[one.id], plan.header.as_of
    vendor = plan.vendors.get(row.vendor_id or "")
    ends = _("ends {day} {year}").format(day=formats.day(one.end), year=one.end.year)
    lines = [" · ".join(part for part in (ends, vendor.name if vendor is not None else "") if part)]
    notice = ""
    if one.notice is not None:
        words = _("notice by {day} {year}") if one.notice >= today else _("notice was due {day} {year}")
        notice = words.format(day=formats.day(one.notice), year=one.notice.year)
    renews = _("renews by itself") if one.renews else ""
    lines.append(" · ".join(part for part in (notice, renews, row.status, row.owner_role) if part))
    return Entry(
        CONTRACTS,
        "contract",
        row.id,
        row.title,
        "\n".join(part for part in lines if part),
        row.value or 0,
        ticks=False,
    )


def _tool(plan: Plan, row_id: str, amount: int) -> Entry:
    row = plan.activities[row_id]
    vendor, contract = plan.vendors.get(row.vendor_id or ""), plan.contracts.get(row.contract_id or "")
    parts = [
        vendor.name if vendor is not None else _("no vendor"),
        contract.title if contract is not None else _("no contract"),
        row.owner_role or _("no owner"),
    ]
    return Entry(TOOLS, "activity", row.id, row.name, " · ".join(parts), amount, ticks=False)
