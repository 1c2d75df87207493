"""The projection once more, slowly: plain loops over days and months, written from the specification alone.

Shares no code with the product beyond the frozen plan and dates; used as the second opinion.
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import expm1, floor

from cmoplanner.model.plan import Activity, Plan

DAY = timedelta(days=1)
PATTERNS = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}


def _seasonal(offering):
    given = offering.seasonal_revenue
    return offering.revenue_model in ("transactional", "project") if given is None else given


def later(day: date, months: int) -> date:
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    while month < 1:
        year, month = year - 1, month + 12
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


class Brute:
    def __init__(self, plan: Plan, *, activities: bool = True, levers: bool = True, retention: bool = True) -> None:
        self.plan = plan
        self.use_levers, self.use_retention = levers, retention
        self.horizon = max(12, plan.header.value_horizon_months)
        self.months = self._months()
        self.month_of = {day: t for t, days in enumerate(self.months) for day in days}
        self.fy_days = {day for days in self.months[:12] for day in days}
        self.live = [a for a in plan.activities.values() if a.status != "cancelled"] if activities else []
        self.run()

    def _months(self) -> list[list[date]]:
        pattern = self.plan.header.fy_pattern
        months, start = [], self.plan.header.fy_start
        for t in range(self.horizon):
            if pattern in PATTERNS:
                end = start + 7 * PATTERNS[pattern][t % 3] * DAY
            else:
                end = later(self.plan.header.fy_start, t + 1)
            days = []
            while start < end:
                days.append(start)
                start += DAY
            months.append(days)
        return months

    # money

    def occurrences(self, a: Activity) -> list[list[date]]:
        found = []
        i = 0
        while True:
            step = {"weekly": 7 * i, "biweekly": 14 * i}.get(a.recurrence)
            start = (
                a.start + step * DAY if step is not None else later(a.start, {"quarterly": 3}.get(a.recurrence, 1) * i)
            )
            until = a.until or self.months[11][-1]
            if i and (start > until or start > self.months[11][-1]):
                break
            days = [start + n * DAY for n in range((a.end - a.start).days + 1)]
            days = [day for day in days if day in self.fy_days]
            if days:
                found.append(days)
            if a.recurrence == "none":
                break
            i += 1
        return found

    def nearest(self, a: Activity) -> int:
        return 11 if a.start > self.months[11][-1] else 0

    def gross(self, a: Activity) -> list[int]:
        if len(a.custom_phasing) == 12 and any(a.custom_phasing):
            return hamilton(a.gross_spend, [Fraction(str(w)) for w in a.custom_phasing])
        found = self.occurrences(a)
        months = [0] * 12
        if not found:
            months[self.nearest(a)] = a.gross_spend
            return months
        parts = hamilton(a.gross_spend, [Fraction(1)] * len(found))
        for part, days in zip(parts, found, strict=True):
            weights = [0] * 12
            for day in days:
                weights[self.month_of[day]] += 1
            if a.phasing == "start":
                weights = [1 if t == self.month_of[days[0]] else 0 for t in range(12)]
            if a.phasing == "end":
                weights = [1 if t == self.month_of[days[-1]] else 0 for t in range(12)]
            for t, amount in enumerate(hamilton(part, [Fraction(w) for w in weights])):
                months[t] += amount
        return months

    def partner(self, a: Activity) -> list[int]:
        exact = Decimal(a.gross_spend) * Decimal(str(a.partner_share))
        total = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        return hamilton(total, [Fraction(w) for w in self.gross(a)]) if total else [0] * 12

    def net(self, a: Activity) -> list[int]:
        return [g - p for g, p in zip(self.gross(a), self.partner(a), strict=True)]

    def active(self, a: Activity) -> set[date]:
        days = {day for days in self.occurrences(a) for day in days}
        return days or set(self.months[self.nearest(a)])

    def units(self, minor: int) -> float:
        return minor / 10**self.plan.header.currency_decimals

    # response

    def role(self, a: Activity) -> str:
        stage = self.plan.stages.get(a.stage_id or "")
        return stage.role if stage else "acquire"

    def working(self, a: Activity) -> bool:
        category = self.plan.cost_categories.get(a.category_id or "")
        return category.working if category else a.channel_id is not None

    def pressure(self, a: Activity) -> list[float]:
        """Stock day by day: what leaves it on the days of a month is the month's pressure."""
        channel = self.plan.channels[a.channel_id]
        h = channel.half_life_weeks
        active = self.active(a)
        per_day: dict[date, float] = defaultdict(float)
        for t, amount in enumerate(self.gross(a)):
            days = [day for day in self.months[t] if day in active] or self.months[t]
            for day in days:
                per_day[day] += self.units(amount) / len(days)
        felt = []
        stock = 0.0
        for days in self.months:
            left = 0.0
            for day in days:
                new = per_day.get(day, 0.0)
                after = stock * 2 ** (-1 / (7 * h)) + new * 2 ** (-1 / (14 * h)) if h > 0 else 0.0
                left += stock + new - after
                stock = after
            felt.append(left)
        d = channel.delay_months
        return ([0.0] * d + felt)[: self.horizon]

    def sustained(self, responses: list[float]) -> list[float]:
        stock, felt = 0.0, []
        for days, amount in zip(self.months, responses, strict=True):
            left = 0.0
            for _ in days:
                new = amount / len(days)
                after = stock * 2 ** (-1 / (7 * 26)) + new * 2 ** (-1 / (14 * 26))
                left += stock + new - after
                stock = after
            felt.append(left)
        return felt

    def lever(self, metric: str, cell: str, channel: str | None, t: int) -> float:
        product = 1.0
        if not self.use_levers:
            return product
        for lever in self.plan.levers.values():
            if lever.metric != metric:
                continue
            if lever.cell_id and lever.cell_id != cell:
                continue
            if lever.channel_id and lever.channel_id != channel:
                continue
            start = self.lever_month(lever.start)
            if start is not None and t >= start:
                product *= 1 + (lever.multiplier - 1) * min(1.0, (t - start + 1) / (lever.ramp_months + 1))
        return product

    def lever_month(self, start: date) -> int | None:
        if start in self.month_of:
            return self.month_of[start]
        if start > self.months[-1][-1]:
            return None
        before, t, pattern = self.plan.header.fy_start, 0, self.plan.header.fy_pattern
        while before > start:
            t -= 1
            if pattern in PATTERNS:
                before -= 7 * PATTERNS[pattern][t % 3] * DAY
            else:
                before = later(self.plan.header.fy_start, t)
        return t

    def season(self, cell: str, t: int) -> float:
        offering = self.plan.offerings.get(self.plan.cells[cell].offering_id)
        return offering.seasonality[t % 12] if offering and len(offering.seasonality) == 12 else 1.0

    def streams(self, role: str) -> list[tuple[Activity, str, float]]:
        return [
            (a, target.cell_id, target.share)
            for a in self.live
            if a.channel_id in self.plan.channels and self.role(a) == role
            for target in a.targets
            if target.cell_id in self.plan.cells
        ]

    def references(self, pressures: dict[tuple[str, str], list[float]]) -> dict[tuple[str, str], float]:
        found = {}
        for lane, series in pressures.items():
            row = next((x for x in self.plan.lanes.values() if (x.channel_id, x.cell_id) == lane), None)
            if row and row.ref_spend_month > 0:
                found[lane] = row.ref_spend_month
            elif sum(series) > 0:
                found[lane] = sum(p * p for p in series) / sum(series)
        return found

    def fit(self, lane: tuple[str, str]) -> float:
        row = next((x for x in self.plan.lanes.values() if (x.channel_id, x.cell_id) == lane), None)
        return row.fit if row else 1.0

    def run(self) -> None:
        plan, horizon = self.plan, self.horizon
        felt = {a.id: self.pressure(a) for a in self.live if a.channel_id in plan.channels}
        lanes: dict[tuple[str, str], list[float]] = {}
        own: dict[tuple[str, str], list[float]] = {}
        for a, cell, share in self.streams("acquire"):
            if a.planned_responses is None and self.working(a):
                series = own[a.id, cell] = [share * p for p in felt[a.id]]
                lane = lanes.setdefault((a.channel_id, cell), [0.0] * horizon)
                for t in range(horizon):
                    lane[t] += series[t]
        x0 = self.references(lanes)
        self.responses: dict[tuple[str, str], list[float]] = {}
        for a, cell, share in self.streams("acquire"):
            key, lane = (a.id, cell), (a.channel_id, cell)
            channel = plan.channels[a.channel_id]
            if a.planned_responses is not None:
                days = self.active(a)
                self.responses[key] = [
                    a.planned_responses * share * len(days & set(month)) / len(days) for month in self.months
                ]
            elif key in own:
                series = [
                    self.fit(lane) * hill(p, x0[lane], channel) * mine / p if p > 0 else 0.0
                    for p, mine in zip(lanes[lane], own[key], strict=True)
                ]
                if channel.long_term_multiplier != 1:
                    more = self.sustained(series)
                    series = [r + (channel.long_term_multiplier - 1) * m for r, m in zip(series, more, strict=True)]
                self.responses[key] = series
        self.retained: dict[tuple[str, str], list[float]] = {}
        for a, cell, share in self.streams("retain"):
            if self.working(a):
                self.retained[a.id, cell] = [share * p for p in felt[a.id]]
        self.leads = self._leads()
        self._funnel()
        self.cells = {cell: self._cell(cell) for cell in plan.cells}

    def _leads(self) -> dict[tuple[str, str], list[float]]:
        plan = self.plan
        before = {}
        for (key, cell), series in self.responses.items():
            c, k = plan.channels[plan.activities[key].channel_id], plan.cells[cell]
            before[key, cell] = [
                r
                * self.lever("responses", cell, c.id, t)
                * self.season(cell, t)
                * (
                    k.order_rate * self.lever("order_rate", cell, c.id, t) * c.order_factor
                    if k.sales_model == "direct"
                    else c.lead_rate * self.lever("lead_rate", cell, c.id, t)
                )
                for t, r in enumerate(series)
            ]
        after = {}
        for (key, cell), series in before.items():
            after[key, cell] = []
            campaign = plan.campaigns.get(plan.activities[key].campaign_id or "")
            for t, leads in enumerate(series):
                by_channel: dict[str | None, float] = defaultdict(float)
                for (other, where), theirs in before.items():
                    if where == cell and plan.activities[other].campaign_id == plan.activities[key].campaign_id:
                        by_channel[plan.activities[other].channel_id] += theirs[t]
                total = sum(by_channel.values())
                factor = 1.0
                if campaign and total > 0:
                    diversity = 1 - sum((x / total) ** 2 for x in by_channel.values())
                    factor = 1 + plan.header.synergy_kappa * campaign.integration * diversity
                after[key, cell].append(leads * factor)
        return after

    def _funnel(self) -> None:
        plan, horizon = self.plan, self.horizon
        self.offers, self.deals = {}, {}
        for (key, cell), leads in self.leads.items():
            k, c = plan.cells[cell], plan.channels[plan.activities[key].channel_id]
            if k.sales_model == "direct":
                self.offers[key, cell], self.deals[key, cell] = [0.0] * horizon, list(leads)
                continue
            offers = lagged(leads, k.lag_lead_offer)
            offers = [
                x * k.lead_to_offer * c.quality * self.lever("lead_to_offer", cell, c.id, t)
                for t, x in enumerate(offers)
            ]
            deals = lagged(offers, k.lag_offer_deal)
            deals = [x * k.offer_to_deal * self.lever("offer_to_deal", cell, c.id, t) for t, x in enumerate(deals)]
            self.offers[key, cell], self.deals[key, cell] = offers, deals

    def _cell(self, cell: str) -> dict[str, list[float]]:
        plan, horizon = self.plan, self.horizon
        k = plan.cells[cell]
        offering = plan.offerings.get(k.offering_id)
        raw = [sum(d[t] for (_, where), d in self.deals.items() if where == cell) for t in range(horizon)]
        pressure = [sum(p[t] for (_, where), p in self.retained.items() if where == cell) for t in range(horizon)]
        half = k.ret_half_spend if k.ret_half_spend is not None else 0.005 * k.arpa_month
        r_new = k.retention_new_year if k.retention_new_year is not None else max(0.0, k.retention_year - 0.05)
        established, base_pool, marketing = k.customers_start, 0.0, 0.0
        out: dict[str, list[float]] = defaultdict(list)
        taken = 0.0
        recognised = [0.0] * (horizon + 100)
        for t in range(horizon):
            z = self.season(cell, t)
            base = k.base_new_month * (1 - k.base_erosion_year) ** (t / 12) * z
            if k.sales_model == "direct":
                lift = self.lever("responses", cell, None, t) * self.lever("order_rate", cell, None, t)
                base += k.base_responses_month * k.order_rate * z * lift
            won = raw[t]
            if k.prospects is not None:
                room = k.prospects - taken
                won = -room * expm1(-raw[t] / room) if room > 0 else 0.0
            taken += base + won
            e = 0.0
            if self.use_retention and pressure[t] > 0:
                e = k.ret_max_effect * pressure[t] / (half * k.customers_start + pressure[t])
            keep = (1 - e) * self.lever("churn", cell, None, t)
            churn = min(1.0, (1 - k.retention_year ** (1 / 12)) * keep)
            churn_new = min(1.0, (1 - r_new ** (1 / 12)) * keep)
            referral = k.referral_year / 12
            new_base = base + referral * (established + base_pool)
            new_marketing = won + referral * marketing
            established *= 1 - churn
            kept = [established, base_pool * (1 - churn_new), marketing * (1 - churn_new)]
            base_pool, marketing = kept[1] + new_base, kept[2] + new_marketing
            arpa = k.arpa_month * (1 + k.expansion_year) ** ((t + 1) / 12) * self.lever("arpa", cell, None, t)
            if offering and _seasonal(offering):
                arpa *= z
            first = k.first_order_value * self.lever("first_order_value", cell, None, t) * (new_base + new_marketing)
            for later_month in range(max(1, k.fov_recognition_months)):
                recognised[t + later_month] += first / max(1, k.fov_recognition_months)
            out["revenue"].append(arpa * sum(kept) + recognised[t])
            out["won"].append(won)
            out["new_base"].append(new_base)
            out["new_marketing"].append(new_marketing)
            out["active"].append(established + base_pool + marketing)
            out["share_won"].append(won / raw[t] if raw[t] else 0.0)
        out["gm"] = [r * k.gross_margin for r in out["revenue"]]
        return dict(out)

    def pv(self, series: list[float]) -> float:
        i = self.plan.header.discount_rate
        return sum(x / (1 + i) ** ((t + 1) / 12) for t, x in enumerate(series))

    def total(self, name: str, months: int | None = None) -> float:
        return sum(sum(cell[name][:months]) for cell in self.cells.values())

    def by_month(self, name: str) -> list[float]:
        return [sum(cell[name][t] for cell in self.cells.values()) for t in range(self.horizon)]


def hamilton(total: int, weights: list[Fraction]) -> list[int]:
    whole = sum(weights)
    exact = [abs(total) * w / whole for w in weights]
    parts = [floor(x) for x in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: abs(total) - sum(parts)]:
        parts[i] += 1
    return parts if total >= 0 else [-x for x in parts]


def hill(p: float, x0: float, channel) -> float:
    if channel.unit_cost <= 0:
        return 0.0
    v = x0 / (channel.unit_cost * channel.sigma)
    k = x0 * ((1 - channel.sigma) / channel.sigma) ** (1 / channel.slope)
    return v * p**channel.slope / (k**channel.slope + p**channel.slope)


def lagged(series: list[float], lag: float) -> list[float]:
    whole = int(lag)
    frac = lag - whole
    out = []
    for t in range(len(series)):
        value = (1 - frac) * series[t - whole] if t >= whole else 0.0
        if frac and t >= whole + 1:
            value += frac * series[t - whole - 1]
        out.append(value)
    return out


def attribution(plan: Plan, base: Brute, full: Brute) -> dict[str, dict[str, float] | float]:
    """Domain C.17 by forward propagation of each activity's own customers."""
    media, levers = Brute(plan, levers=False, retention=False), Brute(plan, retention=False)
    value = {name: run.pv(run.by_month("gm")) for name, run in zip("bmlf", (base, media, levers, full), strict=True)}
    by_activity: dict[str, float] = defaultdict(float)
    for (key, cell), deals in media.deals.items():
        by_activity[key] += media.pv(own_margin(media, cell, deals))
    for cell in plan.cells:
        gain = full.pv(full.cells[cell]["gm"]) - full.pv(levers.cells[cell]["gm"])
        felt = {key: sum(series) for (key, where), series in full.retained.items() if where == cell}
        for key, pressure in felt.items():
            if pressure > 0:
                by_activity[key] += gain * pressure / sum(felt.values())
    return {
        "total": value["f"] - value["b"],
        "media": value["m"] - value["b"],
        "levers": value["l"] - value["m"],
        "retention": value["f"] - value["l"],
        "by_activity": dict(by_activity),
    }


def own_margin(run: Brute, cell: str, deals: list[float]) -> list[float]:
    """The margin by month of one stream's own customers, in a run without levers and retention effect."""
    k = run.plan.cells[cell]
    r_new = k.retention_new_year if k.retention_new_year is not None else max(0.0, k.retention_year - 0.05)
    churn = 1 - r_new ** (1 / 12)
    offering = run.plan.offerings.get(k.offering_id)
    pool, revenue = 0.0, [0.0] * (run.horizon + 100)
    for t in range(run.horizon):
        won = deals[t] * run.cells[cell]["share_won"][t] + k.referral_year / 12 * pool
        kept = pool * (1 - churn)
        arpa = k.arpa_month * (1 + k.expansion_year) ** ((t + 1) / 12)
        if offering and _seasonal(offering):
            arpa *= run.season(cell, t)
        revenue[t] += arpa * kept
        for later_month in range(max(1, k.fov_recognition_months)):
            revenue[t + later_month] += k.first_order_value * won / max(1, k.fov_recognition_months)
        pool = kept + won
    return [x * k.gross_margin for x in revenue[: run.horizon]]
