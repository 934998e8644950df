"""Several people at the same moment: one wins, the others read why, and nothing is counted twice."""

from contextlib import closing
from uuid import UUID

import psycopg2
import pytest
from django.db import connection

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


def test_traders_at_the_edge_of_a_limit_never_get_past_it_and_leave_no_gap(portal):
    """Each may count on seven deals of 10.000,00 in all: the eighth is blocked, whoever comes first."""
    deals, gaps = portal.told("capture_at_once(each=3, limit=70_000_00, amount=10_000_00)")
    assert [number for number, _state in deals] == list(range(1, 13))
    assert sorted(state for _number, state in deals) == ["blocked"] * 5 + ["captured"] * 7
    assert gaps == []


def test_of_fifty_deals_at_the_edge_of_a_limit_three_pass(portal):
    """Where three fit. What passed is exactly the limit, and each of the others is a breach to be decided."""
    answers, used, breaches = portal.told("capture_at_the_edge(parallel=50, fit=3)")
    assert (answers, used, breaches) == ({"True": 3, "False": 47}, 300_00, 47)


def test_a_deal_waits_for_the_limit_that_is_being_changed(portal):
    answers, counting = portal.told("capture_while_the_limit_is_lowered()")
    assert (answers[0], set(answers[1:])) == ("approved", {False})
    assert counting in (1, 2)


def test_of_two_who_decide_one_breach_one_wins(portal):
    answers, state = portal.told("decide_one_breach(('risk', 'tolerate'), ('chief', 'refuse'))")
    assert (sorted(answers), state) in (
        (["risk.decided", "tolerated"], "counting"),
        (["refused", "risk.decided"], "released"),
    )


def test_of_two_of_one_side_one_votes(portal):
    answers, *state = portal.told("vote_on_one_payment_term(('head', 'yes'), ('front_board', 'yes'))")
    assert (sorted(answers), state) == (["access.side_voted", "pending"], ["asked", False])


def test_front_and_back_at_the_same_moment_agree_once(portal):
    answers, *state = portal.told("vote_on_one_payment_term(('head', 'yes'), ('back_head', 'yes'))")
    assert (sorted(answers), state) == (["approved", "pending"], ["agreed", True])


def test_a_veto_stops_it_whoever_comes_first(portal):
    answers, *state = portal.told("vote_on_one_payment_term(('head', 'yes'), ('back_head', 'no'))")
    assert (sorted(answers), state) in (
        (["pending", "rejected"], ["declined", False]),
        (["access.decided", "rejected"], ["declined", False]),
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one database in a file")
def test_a_transaction_of_another_database_keeps_no_event_from_its_seal(portal, empty_database):
    with closing(psycopg2.connect(empty_database())) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        portal.told("drafts(1)")
        assert portal.told("sealed()")
