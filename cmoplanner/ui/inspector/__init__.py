"""The inspector: what is selected, field by field, edited in place."""
