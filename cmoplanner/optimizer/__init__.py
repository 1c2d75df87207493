"""Where the next unit of money works best, and the proof."""
