"""Three points of an assumption as a distribution: P10, P50, P90 and everything between and beyond (domain C.18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from cmoplanner.projection.carryover import Floats

P90_SCORE = 1.2815515655446004  # the standard normal quantile of 0.9

CONFIDENCE_FACTORS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"H": (0.90, 1.10), "M": (0.75, 1.30), "L": (0.55, 1.60)}
)
"""P10 and P90 as multiples of the likely value where only a confidence is known. Source: domain C.18."""

_NEARLY_STRAIGHT = 1e-6
_CENTRAL = 0.425
_TAIL = 5.0

# Wichura 1988, algorithm AS 241 (PPND16): numerators and denominators, highest power first
_MIDDLE = (
    (2.50908_09287_30122_6727e3, 3.34305_75583_58812_8105e4, 6.72657_70927_00870_0853e4, 4.59219_53931_54987_1457e4,
     1.37316_93765_50946_1125e4, 1.97159_09503_06551_4427e3, 1.33141_66789_17843_7745e2, 3.38713_28727_96366_6080e0),
    (5.22649_52788_52854_5610e3, 2.87290_85735_72194_2674e4, 3.93078_95800_09271_0610e4, 2.12137_94301_58659_5867e4,
     5.39419_60214_24751_1077e3, 6.87187_00749_20579_0830e2, 4.23133_30701_60091_1252e1, 1.0),
)  # fmt: skip
_NEAR = (
    (7.74545_01427_83414_07640e-4, 2.27238_44989_26918_45833e-2, 2.41780_72517_74506_11770e-1,
     1.27045_82524_52368_38258e0, 3.64784_83247_63204_60504e0, 5.76949_72214_60691_40550e0,
     4.63033_78461_56545_29590e0, 1.42343_71107_49683_57734e0),
    (1.05075_00716_44416_84324e-9, 5.47593_80849_95344_94600e-4, 1.51986_66563_61645_71966e-2,
     1.48103_97642_74800_74590e-1, 6.89767_33498_51000_04550e-1, 1.67638_48301_83803_84940e0,
     2.05319_16266_37758_82187e0, 1.0),
)  # fmt: skip
_FAR = (
    (2.01033_43992_92288_13265e-7, 2.71155_55687_43487_57815e-5, 1.24266_09473_88078_43860e-3,
     2.65321_89526_57612_30930e-2, 2.96560_57182_85048_91230e-1, 1.78482_65399_17291_33580e0,
     5.46378_49111_64114_36990e0, 6.65790_46435_01103_77720e0),
    (2.04426_31033_89939_78564e-15, 1.42151_17583_16445_88870e-7, 1.84631_83175_10054_68180e-5,
     7.86869_13114_56132_59100e-4, 1.48753_61290_85061_48525e-2, 1.36929_88092_27358_05310e-1,
     5.99832_20655_58879_37690e-1, 1.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Points:
    """One time in ten it is below `low`, half the time below `likely`, one time in ten above `high`."""

    low: float
    likely: float
    high: float


def spread(likely: float, confidence: str) -> Points:
    """Return the three points of a value of which only the confidence H, M or L is known. Source: domain C.18."""
    low, high = CONFIDENCE_FACTORS.get(confidence, CONFIDENCE_FACTORS["L"])
    ends = sorted((likely * low, likely * high))
    return Points(ends[0], likely, ends[1])


def quantile(points: Points, score: Floats) -> Floats:
    """Return the value at a standard normal score, exact at the three points. Source: domain C.18 (Myerson).

    q(z) = q50 + (q90−q50)·(ρ^(z/1.28155) − 1)/(ρ−1) with ρ = (q90−q50)/(q50−q10), a straight line at ρ = 1.
    Where only one side is uncertain, that side is a straight line and the other one stays at the likely value.
    """
    above, below = points.high - points.likely, points.likely - points.low
    steps = np.asarray(score, dtype=float) / P90_SCORE
    if above <= 0 or below <= 0:
        return np.asarray(points.likely + np.where(steps > 0, max(0.0, above), max(0.0, below)) * steps)
    ratio = np.log(above / below)
    if abs(ratio) < _NEARLY_STRAIGHT:
        return np.asarray(points.likely + above * steps)
    return np.asarray(points.likely + above * np.expm1(ratio * steps) / np.expm1(ratio))


def normal_score(share: Floats) -> Floats:
    """Return the standard normal quantile of shares strictly between 0 and 1, right to about 1e-16.

    Source: Wichura 1988, algorithm AS 241. It is written out here so that a seed gives the same draws with any
    version of NumPy.
    """
    share = np.asarray(share, dtype=float)
    middle = share - 0.5
    central = np.abs(middle) <= _CENTRAL
    r = np.where(central, _CENTRAL**2 - middle * middle, 0.0)
    found = middle * _ratio(_MIDDLE, r)
    outside = ~central
    if outside.any():
        q = middle[outside]
        tail = np.sqrt(-np.log(np.where(q < 0, share[outside], 1 - share[outside])))
        size = np.where(tail <= _TAIL, _ratio(_NEAR, tail - 1.6), _ratio(_FAR, tail - _TAIL))
        found[outside] = np.where(q < 0, -size, size)
    return np.asarray(found)


def _ratio(powers: tuple[tuple[float, ...], tuple[float, ...]], x: Floats) -> Floats:
    top, bottom = powers
    return np.asarray(np.polyval(top, x) / np.polyval(bottom, x))
