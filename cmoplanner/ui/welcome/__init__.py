"""The page that is shown while no plan is open."""
