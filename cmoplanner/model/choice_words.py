"""The words for the choices that fields keep as codes: one list for forms, grids and comparisons."""

from cmoplanner.i18n import _, mark

_CHOICES = {
    "none": mark("Does not repeat"),
    "weekly": mark("Every week"),
    "biweekly": mark("Every two weeks"),
    "monthly": mark("Every month"),
    "quarterly": mark("Every quarter"),
    "even": mark("Even over active days"),
    "start": mark("At the start"),
    "end": mark("At the end"),
    "milestones": mark("At milestones"),
    "planned": mark("Planned"),
    "placeholder": mark("Placeholder"),
    "committed": mark("Committed"),
    "live": mark("Live"),
    "done": mark("Done"),
    "cancelled": mark("Cancelled"),
    "draft": mark("Draft"),
    "submitted": mark("Submitted"),
    "approved": mark("Approved"),
    "withdrawn": mark("Withdrawn"),
    "rejected": mark("Rejected"),
    "closed": mark("Closed"),
    "customer": mark("Customers"),
    "partner": mark("Partners"),
    "internal": mark("Own people"),
    "brand": mark("Brand"),
    "activation": mark("Activation"),
    "calendar_months": mark("Calendar months"),
    "acquire": mark("Acquire"),
    "retain": mark("Retain"),
    "enable": mark("Enable"),
    "H": mark("High"),
    "M": mark("Medium"),
    "L": mark("Low"),
    "FS": mark("Starts after its end"),
    "SS": mark("Starts with it"),
    "adbudg": mark("ADBUDG curve"),
    "arpa": mark("Revenue per account"),
    "sub_brand": mark("Sub-brand"),
    "on-a-page": mark("On a page"),
    "accepted": mark("Accepted"),
    "declined": mark("Declined"),
    "deferred": mark("Deferred"),
    "expected": mark("Expected"),
    "occurred": mark("Occurred"),
    "passed": mark("Did not occur"),
    "gl_account": mark("Ledger account"),
}


def choice_word(value: str) -> str:
    """Return the word for a choice; a code without one is shown readably."""
    if value in _CHOICES:
        return _(_CHOICES[value])
    return value.replace("_", " ").capitalize() if value.islower() else value
