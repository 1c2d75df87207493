"""The grid: rows and fields of one table as cells that take typing, paste and fill."""
