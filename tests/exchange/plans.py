"""Plans that are hard for a workbook: other currencies and calendars, strange names, none of anything."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from cmoplanner.model.plan import (
    Activity,
    Campaign,
    Cell,
    Channel,
    CostCategory,
    CostCentre,
    Envelope,
    Header,
    Offering,
    Plan,
    Segment,
    Stage,
    Target,
)

INJECTIONS = (
    '=HYPERLINK("http://x","y")',
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "{=1}",
    "\t=1",
    "http://example.org",
    "mailto:a@b.c",
    "internal:Summary!A1",
    "external:c:\\x.xlsx",
    "007",
    "1E5",
    "MARCH1",
    "TRUE",
    "#REF!",
    "'quoted",
    "_x0041_",
    "<b>&amp;</b>",
    "*",
    "a?c",
    "~tilde",
    ">5",
    "<>",
)


def keyed(*rows: Any) -> MappingProxyType[str, Any]:
    return MappingProxyType({row.id: row for row in rows})


def empty(**changes: Any) -> Plan:
    header = Header("p", "Co", "Plan", "EUR", 2, date(2027, 1, 1), date(2027, 2, 1), 0)
    return Plan(replace(header, **changes))


def small(currency: str = "EUR", decimals: int = 2, **changes: Any) -> Plan:
    """Return a plan with odd amounts, a partner part, a recurrence, a cancelled row and rows outside everything."""
    unit = 10**decimals
    changes = {"currency": currency, "currency_decimals": decimals, "topdown_budget": 1_000 * unit + 1} | changes
    plan = empty(**{"fy_start": date(2027, 7, 1), "as_of": date(2027, 9, 30), "fy_label": "FY2028"} | changes)
    media = {"channel_id": "c", "stage_id": "s", "targets": (Target("k", 1.0),)}
    activities = keyed(
        Activity("A1", "Odd", date(2027, 7, 5), date(2027, 11, 17), gross_spend=100 * unit + 1, partner_share=0.37,
                 category_id="m", cost_centre_id="z", campaign_id="x", **media),
        Activity("A2", "Series", date(2027, 7, 31), date(2027, 8, 2), recurrence="monthly", until=date(2028, 6, 30),
                 gross_spend=77 * unit + 7, category_id="M", region="2027", **media),
        Activity("A3", "Cancelled", date(2027, 8, 1), date(2027, 8, 9), gross_spend=5 * unit, status="cancelled",
                 **media),
        Activity("A4", "Before the year", date(2027, 5, 1), date(2027, 5, 2), gross_spend=3 * unit, partner_share=1.0),
        Activity("A5", "Leap day", date(2028, 2, 28), date(2028, 3, 1), gross_spend=10 * unit, cost_centre_id="z",
                 custom_phasing=(1.0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2.5)),
    )  # fmt: skip
    return replace(
        plan,
        segments=keyed(Segment("g", "Segment")),
        offerings=keyed(Offering("o", "Offering")),
        cells=keyed(Cell("k", "g", "o", customers_start=100.0, arpa_month=10.0, base_new_month=1.0)),
        stages=keyed(Stage("s", 1, "Stage")),
        channels=keyed(Channel("c", "Channel", unit_cost=2.0, lead_rate=0.1)),
        campaigns=keyed(Campaign("x", "Campaign *")),
        cost_categories=keyed(CostCategory("m", "Media"), CostCategory("M", "media")),  # differ in case alone
        cost_centres=keyed(CostCentre("z", "Centre")),
        activities=activities,
        envelopes=keyed(
            Envelope("E1", "FY2028", 1, "z", None, "All", 60 * unit),
            Envelope("E2", "FY2028", None, None, "M", "2027", 70 * unit),
            Envelope("E3", "FY2031", 1, "z", None, "All", 9 * unit),
        ),
    )


def hostile() -> Plan:
    """Return the small plan with texts that a spreadsheet would like to run, follow or reckon with."""
    plan = small()
    first = plan.activities["A1"]
    activities = keyed(
        *(
            replace(
                first, id=f"N{i}", name=text, notes=text, owner_role=text, region=text, category_id=f"q{i}", targets=()
            )
            for i, text in enumerate(INJECTIONS)
        )
    )
    categories = keyed(*(CostCategory(f"q{i}", text, gl_account=text) for i, text in enumerate(INJECTIONS)))
    header = replace(plan.header, company=INJECTIONS[0], name="&" * 300, vision="v" * 40_000 + "😀")
    envelope = Envelope("=1", "FY2028", None, None, None, INJECTIONS[1], 1, owner_role="=2", note="=3")
    return replace(plan, header=header, activities=activities, cost_categories=categories, envelopes=keyed(envelope))
