"""The rows that a difference of a scenario names in its selector, such as "campaign=be,hc & unlocked" or "cell:one"."""

from collections.abc import Container, Iterator

from cmoplanner.model.field import Table
from cmoplanner.model.fields import BY_NAME

_NAMED = {
    "activity": "activity",
    "campaign": "campaign",
    "channel": "channel",
    "stage": "stage",
    "category": "cost_category",
    "cost_centre": "cost_centre",
    "partner": "partner",
    "vendor": "vendor",
    "contract": "contract",
    "cell": "cell",
    "segment": "segment",
    "offering": "offering",
}
_EACH = "*"


def rows_named(selector: str) -> Iterator[tuple[Table, str]]:
    """Yield kind and id of each row that a selector names, whether the row is there or not."""
    name, colon, row_id = selector.partition(":")
    table = BY_NAME.get(name.strip())
    if colon and table is not None and table.attribute:
        if row_id.strip() not in ("", _EACH):
            yield table, row_id.strip()
        return
    for part in selector.split("&"):
        key, _equals, ids = part.partition("=")
        found = _NAMED.get(key.strip().removesuffix("!").strip())
        for one in ids.split(",") if found else ():
            if one.strip():
                yield BY_NAME[found or ""], one.strip()


def names_any(selector: str, table: str, ids: Container[str]) -> bool:
    """Return whether a selector names one of these rows of a table."""
    return any(found.name == table and row_id in ids for found, row_id in rows_named(selector))
