"""The parts of the outcome page."""
