"""An activity's payments: how many days after its start which share of its money falls. Source: domain B.5, F.4.

They are written "days=share", such as "0=30" and "45=70": counted from the start, they move along with it. Shares are
weights; a payment of less than 0 days falls before the start. Each occurrence of a series has them all.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from cmoplanner.model.money import split, whole_weights
from cmoplanner.model.plan import Activity

MILESTONES = "milestones"
"""The phasing that follows payments."""

_WRITTEN = re.compile(r"\s*([+-]?\d{1,4})\s*=\s*(\d{1,9}(?:\.\d{1,6})?)\s*%?\s*", re.ASCII)


class Payment(NamedTuple):
    """A share of the money, so many days after the start."""

    days: int
    weight: float


@lru_cache(maxsize=4096)
def payments_of(texts: tuple[str, ...]) -> tuple[Payment, ...]:
    """Return payments as they are written, in the order of their days; () where one cannot be read or all are 0."""
    read = [_WRITTEN.fullmatch(text) for text in texts]
    found = sorted(Payment(int(one[1]), float(one[2])) for one in read if one)
    return tuple(found) if len(found) == len(texts) and any(one.weight for one in found) else ()


def paid_by(activity: Activity) -> tuple[Payment, ...]:
    """Return the payments that an activity's money follows; () where it follows its days."""
    return payments_of(activity.payments) if activity.phasing == MILESTONES else ()


def split_by(amount: int, payments: tuple[Payment, ...]) -> list[int]:
    """Return the minor units of each payment, which add up to the amount. Source: domain F.4."""
    return split(amount, whole_weights([one.weight for one in payments]))


def dated(activity: Activity) -> list[tuple[date, int]]:
    """Return the day and the minor units of each payment of an activity that takes place once; [] without payments."""
    found = paid_by(activity)
    parts = split_by(activity.gross_spend, found) if found else []
    return [(activity.start + timedelta(days=one.days), part) for one, part in zip(found, parts, strict=True)]
