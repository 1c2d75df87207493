"""Windows and pages: the only floor that knows Qt."""
