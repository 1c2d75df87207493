"""What a plan is, and how it is kept."""
