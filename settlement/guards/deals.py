"""A deal begins captured or blocked in the own name, keeps its number for ever and moves along one table of states."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs, moves_outside
from foundation.records.guards import append_only, refuse, refuse_each, refuse_replace, refuse_truncate

from ..choices import BEGINNINGS, TRANSITIONS, DealState
from .words import BY_FRONT

_TABLE = "settlement_deal"
_EDITOR = "settlement_dealeditor"
_GIVEN = (
    "id", "company_id", "year", "sequence", "number", "product", "desk_id", "trader_id", "captured_by_id", "traded_at",
)  # fmt: skip
_TERMS = (
    "direction", "counterparty_id", "amount", "currency", "price", "price_basis", "counter_amount", "counter_currency",
    "risk_amount", "good", "quantity", "unit", "days", "value_date", "agreed_at", "channel", "place", "place_reason",
    "call_ref", "side_agreements", "customer_order", "off_market_reason",
)  # fmt: skip


def _quoted(states):
    return ", ".join(f"'{state}'" for state in sorted(states))


_MOVED_BY_MAKER = (
    f"NEW.state <> OLD.state AND NEW.state <> '{DealState.BLOCKED}' AND ({OWN_PERSON} IN (OLD.trader_id, OLD.captured_by_id)"
    f" OR EXISTS (SELECT 1 FROM {_EDITOR} e WHERE e.deal_id = OLD.id AND e.person_id = {OWN_PERSON}))"
)
_CANCELLED_UNASKED = (
    f"NEW.state = '{DealState.CANCELLED}' AND OLD.state NOT IN ('{DealState.CANCELLED}', '{DealState.BLOCKED}') AND NOT EXISTS"
    " (SELECT 1 FROM settlement_cancellation c WHERE c.deal_id = NEW.id AND c.state = 'granted')"
)
_BEFORE = "FROM settlement_deal d WHERE d.company_id = NEW.company_id AND d.year = NEW.year AND d.sequence"

GUARDS = (
    refuse_each(
        "deal_new",
        _TABLE,
        "INSERT",
        "TRUE",
        (
            ("deal.beginning", f"NEW.state NOT IN ({_quoted(BEGINNINGS)})"),
            (
                "deal.own_name",
                f"NEW.trader_id IS DISTINCT FROM {OWN_PERSON} OR NEW.captured_by_id IS DISTINCT FROM {OWN_PERSON}",
            ),
            (
                "deal.number",
                f"NEW.sequence < 1 OR NEW.sequence > 1 AND NOT EXISTS (SELECT 1 {_BEFORE} = NEW.sequence - 1)",
            ),
            (
                "deal.other_company",
                "(SELECT company_id FROM contacts_partner WHERE id = NEW.counterparty_id) <> NEW.company_id"
                " OR (SELECT company_id FROM organisation_unit WHERE id = NEW.desk_id) <> NEW.company_id",
            ),
        ),
    ),
    refuse_each(
        "deal_edit",
        _TABLE,
        "UPDATE",
        "TRUE",
        (
            ("deal.given", differs(*_GIVEN)),
            ("rule.R12", differs("late", "cut_off")),
            ("deal.transition", moves_outside(TRANSITIONS)),
            ("rule.R04", _MOVED_BY_MAKER),
            ("deal.not_by_front", f"NEW.state <> OLD.state AND NEW.state <> '{DealState.BLOCKED}' AND {BY_FRONT}"),
            ("deal.cancelled_unasked", _CANCELLED_UNASKED),
            ("deal.terms", f"OLD.state <> '{DealState.CAPTURED}' AND {differs(*_TERMS)}"),
            ("deal.trader", f"{OWN_PERSON} IS DISTINCT FROM OLD.trader_id AND {differs(*_TERMS)}"),
            (
                "deal.other_company",
                "(SELECT company_id FROM contacts_partner WHERE id = NEW.counterparty_id) <> NEW.company_id",
            ),
        ),
    ),
    *refuse("deal_gone", _TABLE, "DELETE", "deal.stays"),
    *refuse_truncate(_TABLE, "deal.stays"),
    refuse_replace(_TABLE, "deal.stays"),
    *append_only(_EDITOR, "deal.editors"),
)

SENTENCES = {
    "deal.beginning": _("A deal begins captured, or blocked when it is above a limit."),
    "deal.own_name": _("Everybody captures deals in the own name only."),
    "deal.number": _("The number does not follow the last one."),
    "deal.other_company": _("Counterparty and desk belong to the company of the deal."),
    "deal.given": _("Number, product, desk, trader and time of a deal stay as they are."),
    "rule.R12": _("The system marks late deals. Nobody takes the mark away."),
    "deal.transition": _("From this state the deal does not go there."),
    "deal.not_by_front": _("The front office captures deals. Others decide about them."),
    "rule.R04": _("Who closed or changed a deal does not decide about it."),
    "deal.cancelled_unasked": _("The front office asks for a cancellation, and the back office grants it."),
    "deal.terms": _("After it was confirmed a deal is not changed. Please have it cancelled and capture a new one."),
    "deal.trader": _("Only its trader changes a deal."),
    "deal.stays": _("A deal is never deleted or replaced. It can be cancelled, and its number stays."),
    "deal.editors": _("Who edited a deal is kept."),
}
