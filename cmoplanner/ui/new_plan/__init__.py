"""Starting a plan: five questions, templates, and usual channels for a plan that is there."""
