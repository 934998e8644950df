"""A cancellation is asked for in the own name, and decided by another person who did not make the deal."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs
from foundation.records.guards import refuse, refuse_each, refuse_replace, refuse_truncate

_TABLE = "settlement_cancellation"

GUARDS = (
    *refuse(
        "cancellation_new",
        _TABLE,
        "INSERT",
        "cancellation.own_name",
        f"NEW.state <> 'asked' OR NEW.asked_by_id IS DISTINCT FROM {OWN_PERSON}",
    ),
    refuse_each(
        "cancellation_decision",
        _TABLE,
        "UPDATE",
        "TRUE",
        (
            (
                "cancellation.stays",
                f"OLD.state <> 'asked' OR {differs('id', 'deal_id', 'reason', 'asked_by_id', 'asked_at')}",
            ),
            ("cancellation.own_name", f"NEW.decided_by_id IS DISTINCT FROM {OWN_PERSON}"),
            (
                "rule.R04",
                "EXISTS (SELECT 1 FROM settlement_deal d WHERE d.id = NEW.deal_id"
                " AND NEW.decided_by_id IN (d.trader_id, d.captured_by_id))"
                " OR EXISTS (SELECT 1 FROM settlement_dealeditor e"
                " WHERE e.deal_id = NEW.deal_id AND e.person_id = NEW.decided_by_id)",
            ),
        ),
    ),
    *refuse("cancellation_gone", _TABLE, "DELETE", "cancellation.stays"),
    *refuse_truncate(_TABLE, "cancellation.stays"),
    refuse_replace(_TABLE, "cancellation.stays"),
)

SENTENCES = {
    "cancellation.own_name": _("Everybody asks and decides in the own name only."),
    "cancellation.stays": _("What was asked and decided about a cancellation stays."),
}
