"""The reliability table at a small size: no failure where none may be, and each control is caught."""

import random
from pathlib import Path

import pytest

from bench import faults
from bench.faults import Tally


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20270105)  # tests that can be repeated


def assert_none_failed(tally: Tally, tries: int) -> None:
    assert (tally.tries, tally.failures) == (tries, 0)


def test_a_torn_tail_costs_no_confirmed_edit(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(faults.torn_tails(25, tmp_path, chance), 25)


def test_the_torn_tail_would_show_a_lost_edit(tmp_path: Path, chance: random.Random) -> None:
    assert faults.torn_tails(10, tmp_path, chance, keep_confirmed=False).failures > 0


def test_a_full_disk_is_told_and_costs_nothing(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(faults.full_disk(21, tmp_path, chance), 21)


def test_damage_never_opens_as_another_plan(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(faults.damaged_files(2_000, tmp_path, chance), 2_000)


def test_without_the_digest_damage_would_open(tmp_path: Path, chance: random.Random) -> None:
    assert faults.damaged_files(60, tmp_path, chance, with_digest=False).failures > 0


def test_a_refused_replace_is_tried_again(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(faults.refused_replaces(20, tmp_path, chance), 20)


def test_two_computers_lose_nothing(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(faults.two_computers(6, tmp_path, chance), 6)


def test_two_careless_computers_would_lose_edits(tmp_path: Path, chance: random.Random) -> None:
    assert faults.two_computers(3, tmp_path, chance, careless=True).failures > 0


def test_a_jumping_clock_stops_nothing(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(faults.clock_jumps(10, tmp_path, chance), 10)
