"""Guessing is slowed down by counters that every process shares."""

import datetime
import threading

import pytest
from sqlalchemy import func, select

from surveyapp.domain.faults import TooMany
from surveyapp.store import throttle
from surveyapp.store.desk import Desks
from surveyapp.store.tables import Throttle

NOON = datetime.datetime(2026, 1, 15, 3, 0, tzinfo=datetime.UTC)
WINDOW = datetime.timedelta(minutes=15)


def miss(desks: Desks, now: datetime.datetime = NOON, side: str = "a side") -> int:
    with desks.desk(writing=True) as desk:
        return throttle.miss(desk.session, now, "door", side, within=WINDOW)


def admit(desks: Desks, now: datetime.datetime = NOON, side: str = "a side") -> None:
    with desks.desk() as desk:
        throttle.admit(desk.session, now, "door", side, most=3, within=WINDOW)


def test_a_side_is_admitted_until_it_has_missed_too_often(desks: Desks):
    for tries in (1, 2, 3):
        admit(desks)
        assert miss(desks) == tries

    with pytest.raises(TooMany) as caught:
        admit(desks, NOON + datetime.timedelta(minutes=5, seconds=30))

    assert caught.value.faults[0].fields == {"minutes": 10}


def test_another_side_is_not_punished(desks: Desks):
    for _try in range(4):
        miss(desks)

    admit(desks, side="another side")


def test_a_window_that_is_over_begins_anew(desks: Desks):
    for _try in range(5):
        miss(desks)
    later = NOON + WINDOW

    admit(desks, later)

    assert miss(desks, later) == 1


def test_a_right_try_is_taken_back_and_a_cleared_side_starts_clean(desks: Desks):
    for _try in range(3):
        miss(desks)
    with desks.desk(writing=True) as desk:
        throttle.forgive(desk.session, "door", "a side")
    admit(desks)
    assert miss(desks) == 3
    with desks.desk(writing=True) as desk:
        throttle.clear(desk.session, "door", "a side")
        throttle.forgive(desk.session, "door", "a side")

    assert miss(desks) == 1


def test_nothing_about_a_side_is_kept_longer_than_its_window(desks: Desks):
    for number in range(5):
        miss(desks, side=f"side {number}")

    miss(desks, NOON + WINDOW, side="a late one")

    with desks.desk() as desk:
        assert desk.session.scalar(select(func.count()).select_from(Throttle)) == 1


def test_tries_at_the_same_time_all_count(desks: Desks):
    start = threading.Barrier(8)
    counted: list[int] = []

    def try_once() -> None:
        start.wait()
        counted.append(miss(desks))

    threads = [threading.Thread(target=try_once) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counted) == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("192.0.2.7", "192.0.2.8", False),
        ("", "", True),
    ],
)
def test_a_household_is_one_side_however_many_addresses_it_has(one: str, other: str, same: bool):
    assert (throttle.origin(one) == throttle.origin(other)) is same
