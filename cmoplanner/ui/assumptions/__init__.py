"""The parts of the assumptions page."""
