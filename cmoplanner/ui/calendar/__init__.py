"""The parts of the calendar page: its toolbar, what it shows, and what is done on it."""
