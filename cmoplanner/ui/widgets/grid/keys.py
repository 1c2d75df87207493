"""Where Ctrl with an arrow leads: to the end of a run of filled cells, or over empty ones to the next."""

from collections.abc import Callable


def run_end(filled: Callable[[int], bool], place: int, step: int, last: int) -> int:
    """Return the place to which a jump from `place` leads, as in spreadsheets; `filled` tells whether a cell is."""
    following = place + step
    if not 0 <= following <= last:
        return place
    if filled(place) and filled(following):
        while 0 <= following + step <= last and filled(following + step):
            following += step
        return following
    while 0 <= following + step <= last and not filled(following):
        following += step
    return following
