"""A work order begins new in the own name of somebody in the front office, keeps its number, and moves along one table
of states, each move by the side that it belongs to (R25)."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.conditions import OWN_PERSON, differs, moves_among, moves_outside
from foundation.records.guards import append_only, refuse, refuse_each, refuse_replace, refuse_truncate

from .choices import BY_FRONT, TRANSITIONS, MessageKind, OrderState
from .errors import OWN_MATTER

ORDER, PAUSE, MESSAGE = "workorders_workorder", "workorders_clockpause", "workorders_workordermessage"
_GIVEN = (
    "id", "company_id", "year", "sequence", "number", "kind", "priority", "title", "description", "subject",
    "subject_table", "subject_key", "requester_id", "desk_id", "asked_at", "minutes",
)  # fmt: skip
_MOVES = "NEW.state <> OLD.state"
_BEFORE = f"FROM {ORDER} o WHERE o.company_id = NEW.company_id AND o.year = NEW.year AND o.sequence"


def _among(events):
    return moves_among(TRANSITIONS[event] for event in events)


def _stands_on(side, person=OWN_PERSON):
    return (
        f"EXISTS (SELECT 1 FROM access_rolegrant g JOIN access_role r ON r.code = g.role_id"
        f" WHERE g.person_id = {person} AND r.side = '{side}')"
    )


_BY_BACK = tuple(event for event in TRANSITIONS if event not in BY_FRONT)

GUARDS = (
    refuse_each(
        "order_new",
        ORDER,
        "INSERT",
        "TRUE",
        (
            ("order.beginning", f"NEW.state <> '{OrderState.NEW}' OR NEW.assignee_id IS NOT NULL"),
            ("order.own_name", f"NEW.requester_id IS DISTINCT FROM {OWN_PERSON}"),
            ("rule.R25", f"NOT {_stands_on('front')}"),
            (
                "order.number",
                f"NEW.sequence < 1 OR NEW.sequence > 1 AND NOT EXISTS (SELECT 1 {_BEFORE} = NEW.sequence - 1)",
            ),
            (
                "order.other_company",
                "(SELECT company_id FROM organisation_unit WHERE id = NEW.team_id) <> NEW.company_id"
                " OR (SELECT company_id FROM organisation_unit WHERE id = NEW.desk_id) <> NEW.company_id",
            ),
            ("order.team", "(SELECT side FROM organisation_unit WHERE id = NEW.team_id) <> 'back'"),
        ),
    ),
    refuse_each(
        "order_edit",
        ORDER,
        "UPDATE",
        "TRUE",
        (
            ("order.given", differs(*_GIVEN)),
            ("order.transition", moves_outside(TRANSITIONS)),
            ("rule.R25", f"{_MOVES} AND ({_among(_BY_BACK)}) AND {OWN_PERSON} IS NOT DISTINCT FROM OLD.requester_id"),
            ("rule.R25", f"{_MOVES} AND ({_among(_BY_BACK)}) AND NOT {_stands_on('back')}"),
            ("rule.R25", f"{_MOVES} AND ({_among(BY_FRONT)}) AND NOT {_stands_on('front')}"),
            ("rule.R25", "NEW.done_by_id = NEW.requester_id"),
            ("order.own_name", f"{differs('done_by_id')} AND NEW.done_by_id IS DISTINCT FROM {OWN_PERSON}"
                " AND NEW.done_by_id IS NOT NULL"),
            ("rule.R25", f"NEW.assignee_id IS NOT NULL AND {differs('assignee_id')}"
                f" AND NOT {_stands_on('back', 'NEW.assignee_id')}"),
            ("order.team", "(SELECT side FROM organisation_unit WHERE id = NEW.team_id) <> 'back'"
                " OR (SELECT company_id FROM organisation_unit WHERE id = NEW.team_id) <> NEW.company_id"),
        ),
    ),
    *refuse("order_stays", ORDER, "DELETE", "order.given"),
    *refuse_truncate(ORDER, "order.given"),
    refuse_replace(ORDER, "order.given"),
    *append_only(MESSAGE, "order.said"),
    *refuse("message_own_name", MESSAGE, "INSERT", "order.own_name", f"NEW.author_id IS DISTINCT FROM {OWN_PERSON}"),
    *refuse(
        "message_internal", MESSAGE, "INSERT", "rule.R25", f"NEW.kind = '{MessageKind.NOTE}' AND NOT {_stands_on('back')}"
    ),
    *refuse(
        "pause_ends",
        PAUSE,
        "UPDATE",
        "order.clock",
        f"OLD.ended_at IS NOT NULL OR {differs('id', 'order_id', 'began_at')}",
    ),
    *refuse("pause_stays", PAUSE, "DELETE", "order.clock"),
    *refuse_truncate(PAUSE, "order.clock"),
    refuse_replace(PAUSE, "order.clock"),
)  # fmt: skip

SENTENCES = {
    "order.beginning": _("Every work order begins as a new one that nobody has accepted."),
    "order.own_name": _("Everybody asks, writes and closes in the own name only."),
    "order.number": _("The numbers of work orders have no gaps."),
    "order.other_company": _("Desk and team belong to the company of the work order."),
    "order.team": _("Work orders are done by a team of the back office of the same company."),
    "order.given": _("What was asked for stays as it was asked, and no work order is deleted."),
    "order.transition": _("That does not follow on the state of this work order."),
    "order.said": _("What was said about a work order stays as it was said."),
    "order.clock": _("The time during which the clock stood is kept."),
    "rule.R25": OWN_MATTER,
}


def register():
    guards.register(*GUARDS)
    guards.sentences(**SENTENCES)
