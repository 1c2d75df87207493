"""What a preset would write into a channel that is there already: its curve and quality, each with its own source."""

from cmoplanner.model.calibration import Calibration, Estimate
from cmoplanner.model.preset_rows import Money, channel_assumptions, channel_row
from cmoplanner.model.presets import ChannelPreset

CURVE = ("unit_cost", "lead_rate", "half_life_weeks", "sigma", "slope", "quality", "order_factor")
"""The parameters that are taken from a preset; lead times, caps and delays of the channel stay as they are."""


def preset_calibration(preset: ChannelPreset, channel_id: str, money: Money) -> Calibration:
    """Return what a preset says of a channel, every value an assumption with source, date and confidence (domain C.16).

    Costs are in the plan's currency, by what it says one euro is.
    """
    rows = [row for row in channel_assumptions(preset, channel_id, money) if row["parameter"] in CURVE]
    estimates = tuple(
        Estimate(
            row["parameter"],
            row["value"],
            row["low_p10"],
            row["high_p90"],
            row["unit"],
            row["source"],
            row["confidence"],
            row["date"],
        )
        for row in rows
    )
    source = channel_row(preset, money)["source"]
    return Calibration("channel", channel_id, estimates, source, preset.dated, preset.confidence)
