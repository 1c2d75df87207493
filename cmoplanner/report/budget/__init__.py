"""The budget page as plain values: rows, columns and figures."""
