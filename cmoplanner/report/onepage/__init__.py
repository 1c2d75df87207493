"""The calendar on one page, laid out by rules for any size: lanes, key dates, strips, and a panel beside them."""
