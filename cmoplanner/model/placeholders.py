"""Placeholders: lines that keep planned money for what is not decided yet. Source: domain B.5, B.6."""

from cmoplanner.model.plan import Activity

PLACEHOLDER = "placeholder"


def is_placeholder(activity: Activity) -> bool:
    """Return whether a line keeps money that nothing is decided for; without a channel it brings nothing either."""
    return activity.status == PLACEHOLDER
