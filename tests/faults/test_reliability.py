"""The reliability table at a small size: no failure where none may be, and each control is caught."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.faults import clocks, damage, exports, full, kills, money, power, sharing, trouble
from bench.faults.tally import Tally

_ROOM = 256_000_000


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20270105)  # tests that can be repeated


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory where there is room: what these experiments need of a disk they make up themselves."""
    place = Path("/dev/shm")  # noqa: S108 # only to keep a fixture's own folder in
    if not place.is_dir() or shutil.disk_usage(place).free < _ROOM:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def assert_none_failed(tally: Tally, tries: int) -> None:
    assert (tally.tries, tally.failures) == (tries, 0)


def test_killed_at_any_moment(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(kills.kills(200, tmp_path, chance), 200)


def test_a_kill_would_show_a_file_written_in_place(tmp_path: Path, chance: random.Random) -> None:
    assert kills.kills_in_place(15, tmp_path, chance).failures > 0


def test_killed_in_long_editing(tmp_path: Path, chance: random.Random) -> None:
    tally = kills.kills_in_long_editing(3, tmp_path, chance)
    assert_none_failed(tally, 3)
    assert tally.confirmed > tally.tries


def test_a_kill_would_show_what_was_confirmed_before_it_was_written(tmp_path: Path, chance: random.Random) -> None:
    assert kills.kills_of_a_hasty_program(3, tmp_path, chance).failures > 0


def test_a_power_cut_costs_nothing(memory: Path, chance: random.Random) -> None:
    assert_none_failed(power.power_cuts(300, memory, chance), 300)


@pytest.mark.parametrize(
    "weaker",
    [{"settings": power.SQLITE_DEFAULT}, {"settings": power.RARELY_FLUSHED}, {"flushed_drafts": False}],
    ids=["SQLite's default journal", "flushed rarely", "published without flushing"],
)
def test_a_power_cut_would_show(memory: Path, chance: random.Random, weaker: dict[str, Any]) -> None:
    assert power.power_cuts(30, memory, chance, acts=20, **weaker).failures > 0


def test_a_migration_may_be_killed(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(kills.killed_migrations(20, tmp_path, chance), 20)


def test_a_kill_would_show_a_file_migrated_in_place(tmp_path: Path, chance: random.Random) -> None:
    assert kills.killed_careless_migrations(5, tmp_path, chance).failures > 0


def test_an_input_or_output_error_is_told_and_costs_nothing(memory: Path, chance: random.Random) -> None:
    assert_none_failed(trouble.io_errors(80, memory, chance), 80)


def test_errors_taken_for_success_would_show(memory: Path, chance: random.Random) -> None:
    assert trouble.io_errors(8, memory, chance, careless=True).failures > 0


@pytest.mark.usefixtures("qapp")  # the calendar is drawn
def test_an_export_that_fails_is_told_and_the_old_file_stays(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(exports.export_errors(48, tmp_path, chance), 48)


@pytest.mark.usefixtures("qapp")
def test_an_export_written_in_place_would_show(tmp_path: Path, chance: random.Random) -> None:
    assert exports.export_errors(6, tmp_path, chance, careless=True).failures > 0


def test_a_full_disk_is_told_and_costs_nothing(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(full.full_disk(48, tmp_path, chance), 48)


def test_a_full_disk_would_show_a_file_written_in_place(tmp_path: Path, chance: random.Random) -> None:
    assert full.full_disk(8, tmp_path, chance, careless=True).failures > 0


def test_damage_never_opens_as_another_plan(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(damage.damaged_files(2_000, tmp_path, chance), 2_000)


def test_without_the_digest_damage_would_open(tmp_path: Path, chance: random.Random) -> None:
    assert damage.damaged_files(60, tmp_path, chance, with_digest=False).failures > 0


def test_a_refused_replace_is_tried_again(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(sharing.refused_replaces(20, tmp_path, chance), 20)


def test_giving_up_at_once_would_show(tmp_path: Path, chance: random.Random) -> None:
    assert sharing.refused_replaces(10, tmp_path, chance, patient=False).failures > 0


def test_two_computers_lose_nothing(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(sharing.two_computers(20, tmp_path, chance), 20)


def test_two_careless_computers_would_lose_edits(tmp_path: Path, chance: random.Random) -> None:
    assert sharing.two_computers(3, tmp_path, chance, careless=True).failures > 0


def test_money_is_split_exactly(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(money.splits(300, tmp_path, chance), 300)


def test_parts_that_are_each_rounded_would_show(tmp_path: Path, chance: random.Random) -> None:
    assert money.splits(20, tmp_path, chance, rounding=True).failures > 0


def test_a_jumping_clock_stops_nothing(tmp_path: Path, chance: random.Random) -> None:
    assert_none_failed(clocks.clock_jumps(10, tmp_path, chance), 10)


def test_trusting_the_clock_would_show(tmp_path: Path, chance: random.Random) -> None:
    assert clocks.clock_jumps(10, tmp_path, chance, trusting=True).failures > 0
