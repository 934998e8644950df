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


@pytest.mark.parametrize(
    ("needed", "given", "able", "short"),
    [(1, 0, 0, True), (1, 0, 1, False), (2, 1, 0, True), (2, 1, 1, False), (2, 0, 1, True), (2, 0, 2, False)],
)
def test_when_an_approval_cannot_be_decided_any_more(needed, given, able, short):
    assert is_short(needed=needed, given=given, able=able) == short
