"""Experiments that try to lose or falsify a plan; each counts its tries and its failures, and has a control."""
