"""From a plan to its expected outcome: pure functions on arrays."""
