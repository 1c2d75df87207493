"""How a plan is kept in one SQLite file, and never lost."""
