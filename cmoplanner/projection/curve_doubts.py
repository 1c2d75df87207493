"""What a fitted curve cannot tell, each doubt in one plain sentence (domain C.16)."""

import numpy as np

from cmoplanner.i18n import _, ngettext
from cmoplanner.projection.history_fit import Fit
from cmoplanner.projection.remarks import Remark, RemarkKind

CONSTANT = 0.2
"""Spend that varies less, standard deviation to mean, cannot tell a curve."""

_ENOUGH = 12
_BARELY = 0.4  # of the maximum: a curve that is plausible and reaches no more has hardly begun to bend
_VAGUE = 6.0  # times from the shortest plausible half-life to the longest
_NOTHING = 0.02  # of the mean spend
_CONSIDERABLE = 0.2  # of the usual responses


def doubts(fit: Fit) -> list[Remark]:
    """Return what the months of a channel cannot tell, in the order of weight."""
    history = fit.history
    found: list[tuple[RemarkKind, str]] = []
    if history.variation < CONSTANT:
        text = _("Spend varied by only {n} %: what more or less money brings was never tried.")
        found.append((RemarkKind.CONSTANT_SPEND, text.format(n=round(100 * history.variation))))
    if fit.months < _ENOUGH:
        text = _("There are only {n} months; twelve are the least from which a curve can be trusted.")
        found.append((RemarkKind.FEW_MONTHS, text.format(n=fit.months)))
    if fit.hold_out.error >= fit.hold_out.of_mean:
        text = _("Months that the curve did not see are predicted no better than by a mean month.")
        found.append((RemarkKind.WEAK_PREDICTION, text))
    found += _saturation(fit)
    lives = fit.plausible.half_life
    if lives.max() / lives.min() > _VAGUE:
        text = _("How long the effect lasts cannot be told: half-lives from {low} to {high} weeks fit as well.")
        values = {"low": f"{lives.min():.1f}", "high": f"{lives.max():.1f}"}
        found.append((RemarkKind.CARRY_OVER_UNKNOWN, text.format(**values)))
    found += _free(fit)
    if fit.follow > 0:
        text = _(
            "Good and bad months come in rows: something the curve does not know, such as a season, is at work. "
            "The band was widened."
        )
        found.append((RemarkKind.LASTING_ERRORS, text))
    return [Remark(kind, sentence, history.channel_id) for kind, sentence in found]


def _saturation(fit: Fit) -> list[tuple[RemarkKind, str]]:
    """Return the doubt where a plausible curve is still far from its maximum at the highest spend."""
    highest = float(fit.history.spend.max())
    plausible = fit.plausible
    reached = 1 / (1 + np.exp(plausible.slope * (plausible.log_half - np.log(highest))))
    if float(reached.min()) >= _BARELY:
        return []
    text = _(
        "Spend was never high enough to see where more money stops helping: beyond {n} a month the curve is a guess."
    )
    return [(RemarkKind.NEVER_SATURATED, text.format(n=f"{highest:.0f}"))]


def _free(fit: Fit) -> list[tuple[RemarkKind, str]]:
    """Return the doubt where responses came in months without money: carry-over, or what would come anyway?"""
    history = fit.history
    usual = float(np.median(history.responses[history.used]))
    idle = [
        t
        for t in history.used
        if history.spend[t] < _NOTHING * history.mean_spend and history.responses[t] > _CONSIDERABLE * usual
    ]
    if not idle:
        return []
    text = ngettext(
        "In {n} month without money responses came all the same. The curve takes them for an effect that lasts; "
        "if they would come anyway, money does less than it says.",
        "In {n} months without money responses came all the same. The curve takes them for an effect that lasts; "
        "if they would come anyway, money does less than it says.",
        len(idle),
    )
    return [(RemarkKind.FREE_RESPONSES, text.format(n=len(idle)))]
