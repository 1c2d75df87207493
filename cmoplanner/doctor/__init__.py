"""What ails a plan, as findings with evidence and remedy."""
