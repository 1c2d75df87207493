"""The calendar laid out as toolkit-free shapes: screen, PNG and PDF draw the same ones."""
