"""Light charts of our own: a scale, an axis painter, and one small widget for each kind of picture."""
