"""Taking over what finance changed in an exported workbook: the list of changes, and its command."""
