"""The interactive calendar: what it shows, and what the mouse and keys do to it."""
