"""CMO Planner: plan a company's marketing on a laptop, offline."""

__version__ = "0.1.0"
