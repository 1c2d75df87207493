"""The places of the rail, independent of each other."""
