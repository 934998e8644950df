"""Several people at the same moment: one wins, the others read why, and nothing is counted twice."""

from uuid import UUID

import pytest

pytestmark = pytest.mark.race


def test_sixteen_writers_with_rollbacks_leave_no_gap_and_no_double(portal):
    taken = portal.told("take_numbers(writers=16, each=20)")
    assert sorted(taken) == list(range(1, 16 * 20 * 95 // 100 + 1))


def test_of_four_posters_of_one_draft_one_wins(portal):
    answers, state = portal.told("post_one_draft('back', 'second', 'manager', 'second')")
    assert sorted(answers) == ["AB-2026-00001", *["ledger.posted_meanwhile"] * 3]
    assert (state["posted"], state["broken"]) == (1, [])


def test_what_is_posted_is_what_was_changed_a_moment_before(portal):
    _answers, state = portal.told("post_while_it_is_changed()")
    assert (state["posted"], state["broken"]) == (1, [])


def test_the_victim_of_a_deadlock_begins_again(portal):
    assert portal.told("lock_crosswise()") == ["done", "done"]


def test_of_two_opposite_roles_one_is_granted(portal):
    answers, grants = portal.told("grant_opposites()")
    assert (sorted(answers), grants) == (["approved", "rule.R01"], 1)


def test_of_an_approval_and_its_withdrawal_one_wins(portal):
    answers, grants = portal.told("approve_while_it_is_withdrawn()")
    assert (answers, grants) in ((["approved", "access.decided"], 1), (["access.decided", "withdrawn"], 0))


def test_one_form_sent_five_times_is_done_once_and_answered_five_times(portal):
    answers, made, noted = portal.told(f"send_one_form('{UUID(int=7)}', times=5)")
    assert (answers, made, noted) == (["/made/"] * 5, 1, 1)
