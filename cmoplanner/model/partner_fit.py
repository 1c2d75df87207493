"""How well a partner fits, and what may be expected of it next year (domain B.7)."""

from cmoplanner.model.budget import Partner
from cmoplanner.model.plan import Header

CRITERIA = ("segments", "reach", "technical", "marketing", "results", "strategy")
"""What partners are chosen by; each has a field `fit_…` of the partner, 0–100, and a weight in the plan."""

_SKILLED = 5  # certified staff


def weighted_fit(header: Header, partner: Partner) -> float | None:
    """Return Σ w·s / Σ w over the criteria that are given, 0–100; None if none is or counts. Source: domain B.7."""
    given = [
        (getattr(header, f"weight_{key}"), score)
        for key in CRITERIA
        if (score := getattr(partner, f"fit_{key}")) is not None
    ]
    whole = sum(weight for weight, _score in given)
    return sum(weight * score for weight, score in given) / whole if whole > 0 else None


def fit_of(header: Header, partner: Partner) -> float | None:
    """Return the fit that counts: the judgement if there is one, else what follows from the criteria."""
    return partner.fit_score if partner.fit_score is not None else weighted_fit(header, partner)


def enablement(partner: Partner) -> float:
    """Return the factor of certified staff: 0.9 for none, 1.0 for some, 1.1 from five on. Source: domain B.7."""
    staff = partner.certified_staff or 0
    return 0.9 if staff == 0 else 1.1 if staff >= _SKILLED else 1.0


def expected_revenue(header: Header, partner: Partner) -> float | None:
    """Return last year's revenue × (1 + 0.5·(fit − 60)/100) × enablement, in minor units; None if a part is not known.

    It is a judgement in three drivers, not a promise. Source: domain B.7.
    """
    fit = fit_of(header, partner)
    if fit is None or partner.prior_year_revenue is None:
        return None
    return partner.prior_year_revenue * (1 + 0.5 * (fit - 60) / 100) * enablement(partner)
