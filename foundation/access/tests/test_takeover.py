"""Who takes over what waited for a leaver alone: the first who is still here and whom no rule forbids it."""

import pytest

from foundation.access.calc.takeover import Candidate, is_short, taker
from foundation.access.choices import Way

SUCCESSOR, HEAD, DEPUTY, HOLDER, ADMINISTRATOR = Way


def may(way, who=None):
    return Candidate(who or way.value, way, True)


def barred(way, who=None, own=False):
    return Candidate(who or way.value, way, False, own)


CASES = {
    "nobody is left": ([], None),
    "the successor before all others": ([may(HOLDER), may(HEAD), may(SUCCESSOR)], "successor"),
    "the head before deputy and holder": ([may(HOLDER), may(DEPUTY), may(HEAD)], "head"),
    "the deputy before the holder": ([may(HOLDER), may(DEPUTY)], "deputy"),
    "the holder before the administration": ([may(ADMINISTRATOR), may(HOLDER)], "holder"),
    "not a successor whom a rule forbids it": ([barred(SUCCESSOR), may(HEAD)], "head"),
    "not a head whom a rule forbids it": ([barred(HEAD), barred(DEPUTY), may(HOLDER)], "holder"),
    "of two holders the first": ([may(HOLDER, "a"), may(HOLDER, "b")], "a"),
    "of two holders the one who may": ([barred(HOLDER, "a"), may(HOLDER, "b")], "b"),
    "all are forbidden: the administration finds somebody": ([barred(HEAD), barred(ADMINISTRATOR)], "administrator"),
    "not the administrator whose own matter it is": (
        [barred(ADMINISTRATOR, "a", own=True), barred(ADMINISTRATOR, "b")],
        "b",
    ),
    "unless there is no other": ([barred(HOLDER), barred(ADMINISTRATOR, "a", own=True)], "a"),
    "all are forbidden, and no administrator": ([barred(HEAD), barred(HOLDER)], None),
}


@pytest.mark.parametrize(("candidates", "expected"), CASES.values(), ids=CASES)
def test_who_takes_over(candidates, expected):
    assert getattr(taker(candidates), "who", None) == expected


ANY, FRONT, BACK, BOTH = {""}, {"front"}, {"back"}, {"front", "back"}


@pytest.mark.parametrize(
    ("missing", "able", "short"),
    [
        ([""], [], True),
        ([""], [ANY], False),
        (["", ""], [ANY], True),
        (["", ""], [ANY, ANY], False),
        (["front", "back"], [FRONT, BACK], False),
        (["front", "back"], [FRONT, FRONT], True),
        (["front", "back"], [BACK], True),
        (["front", "back"], [BOTH], True),
        (["front", "back"], [BOTH, BACK], False),
        (["back"], [FRONT], True),
        (["back"], [BACK], False),
    ],
)
def test_when_an_approval_cannot_be_decided_any_more(missing, able, short):
    assert is_short(missing, able) == short
