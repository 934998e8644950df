from datetime import UTC, date, datetime

import pytest

from foundation.desk.worklist import WorkItem, in_order

TODAY = date(2026, 11, 23)


def item(title, since, due=None):
    return WorkItem(title, "/", "Test", datetime(2026, 11, since, tzinfo=UTC), due and date(2026, *due))


OVERDUE, LONG_OVERDUE = item("overdue", 20, (11, 22)), item("long overdue", 22, (10, 1))
TODAYS, IN_A_WEEK, NEXT_WEEK = item("today", 1, (11, 23)), item("in a week", 1, (11, 30)), item("later", 1, (12, 1))
OLD, NEW = item("old", 2), item("new", 21)

CASES = {
    "the longest overdue leads": ([OVERDUE, LONG_OVERDUE], [LONG_OVERDUE, OVERDUE]),
    "overdue before today": ([TODAYS, OVERDUE], [OVERDUE, TODAYS]),
    "due within the week before what only waits": ([OLD, IN_A_WEEK], [IN_A_WEEK, OLD]),
    "what waits before what has time": ([NEXT_WEEK, NEW], [NEW, NEXT_WEEK]),
    "the oldest of what waits": ([NEW, OLD], [OLD, NEW]),
    "on the same day the oldest": ([item("b", 9, (11, 23)), TODAYS], [TODAYS, item("b", 9, (11, 23))]),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES)
def test_what_comes_first(given, expected):
    assert in_order(given, TODAY) == expected
