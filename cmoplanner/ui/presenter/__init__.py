"""Presenting the plan: full screen, with the presenter's desk, what-if, details and decisions."""
