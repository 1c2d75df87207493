"""What a user can do to the days on which nobody is reached: blackouts, and the countries whose holidays count."""

import re
from collections.abc import Iterable
from datetime import date

from cmoplanner.errors import EditRefused
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.edits.fields import set_field
from cmoplanner.model.edits.rows import create_row
from cmoplanner.model.store.document import Document

_REGION = re.compile(r"[A-Za-z]{2}(-\w[\w ]{0,30})?")


def create_blackout(document: Document, name: str, start: date, end: date, region: str = "") -> str:
    """Add a blackout and return its id. Raises EditRefused."""
    if end < start:
        raise EditRefused(_("The end is before the start."))
    return create_row(document, "blackout", {"name": name, "start": start, "end": end, "region": region})


def set_holiday_regions(document: Document, regions: Iterable[str]) -> None:
    """Set whose public holidays count: codes such as "DE" or "DE-BY". Raises EditRefused for what is no code."""
    codes = tuple(dict.fromkeys(code.strip() for code in regions))
    wrong = [code for code in codes if not _REGION.fullmatch(code)]
    if wrong:
        raise EditRefused(
            ngettext(
                "“{codes}” is no code of a country or a part of one, such as DE or DE-BY.",
                "“{codes}” are no codes of countries or parts of them, such as DE or DE-BY.",
                len(wrong),
            ).format(codes=", ".join(wrong))
        )
    set_field(document, "plan", document.plan.header.id, "holiday_regions", codes)
