"""Presentations for PowerPoint: pages as native shapes, tables and charts that can be edited, never as pictures."""
