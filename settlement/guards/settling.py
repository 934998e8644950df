"""What settlement does with a deal: by nobody who made it, by two persons where two are asked for, and never undone."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs, moves_outside
from foundation.records.guards import append_only, refuse, refuse_each, refuse_replace, refuse_truncate
from risk.guards.credits import not_agreed

from ..choices import CONFIRMATION_MOVES, DISCREPANCY_MOVES, MARKET_MOVES, OF_GOODS, SETTLEMENT_MOVES
from .words import BY_FRONT

_DEAL = "settlement_deal"
_CONFIRMATION, _DISCREPANCY = "settlement_confirmation", "settlement_discrepancy"
_CHECK, _SETTLEMENT, _EDITOR = "settlement_marketcheck", "settlement_settlement", "settlement_settlementeditor"
_TERMS = "settlement_productterms"

_SAID = (
    "id", "company_id", "way", "channel", "received_at", "recorded_by_id", "counterparty_id", "reference", "product",
    "direction", "amount", "currency", "price", "counter_amount", "counter_currency", "value_date", "instruction",
    "fingerprint",
)  # fmt: skip
_ASSIGNED = (
    "OLD.deal_id IS NOT NULL AND NEW.deal_id IS DISTINCT FROM OLD.deal_id"
    " OR OLD.document_id IS NOT NULL AND NEW.document_id IS DISTINCT FROM OLD.document_id"
)
_FOUND = ("id", "deal_id", "confirmation_id", "field", "ours", "theirs", "found_at", "found_by_id")
_CHECKED = (
    "id",
    "deal_id",
    "reference",
    "source",
    "priced_on",
    "deviation",
    "tolerance",
    "checked_by_id",
    "checked_at",
)
_PROPOSED = ("id", "deal_id", "made_by_id", "made_at", "four_eyes")


def _made(person, deal):
    return (
        f"EXISTS (SELECT 1 FROM {_DEAL} d WHERE d.id = {deal} AND {person} IN (d.trader_id, d.captured_by_id))"
        f" OR EXISTS (SELECT 1 FROM settlement_dealeditor e WHERE e.deal_id = {deal} AND e.person_id = {person})"
    )


def _state_of(deal):
    return f"(SELECT state FROM {_DEAL} WHERE id = {deal})"


# A sale of goods on a long payment term to which front and back have not agreed.
_UNAGREED = f"""EXISTS (SELECT 1 FROM {_DEAL} d WHERE d.id = NEW.deal_id AND d.direction = 'sell'
  AND d.product IN ({", ".join(f"'{product}'" for product in sorted(OF_GOODS))}) AND {not_agreed(
    company="d.company_id", partner="d.counterparty_id", amount="d.risk_amount", since="bo_day(d.traded_at)",
    days="bo_days(bo_day(d.traded_at), d.value_date)",
)})"""  # fmt: skip
_BY_MAKER = f"{_made(OWN_PERSON, 'NEW.deal_id')} OR {BY_FRONT}"
_RELEASING = "NEW.state = 'released' AND OLD.state <> 'released'"
_BY_EDITOR = (
    f"NEW.four_eyes AND EXISTS (SELECT 1 FROM {_EDITOR} e WHERE e.settlement_id = NEW.id"
    " AND e.person_id = NEW.released_by_id)"
)
_UNCHECKED = (
    f"EXISTS (SELECT 1 FROM {_DISCREPANCY} x WHERE x.deal_id = NEW.deal_id AND x.state <> 'closed')"
    f" OR NOT EXISTS (SELECT 1 FROM {_CHECK} m WHERE m.deal_id = NEW.deal_id AND m.outcome IN ('conform', 'explained'))"
)
_OTHER_PARTNER = (
    "NEW.bank_account_id IS NOT NULL AND (SELECT partner_id FROM contacts_partnerbankaccount"
    f" WHERE id = NEW.bank_account_id) <> (SELECT counterparty_id FROM {_DEAL} WHERE id = NEW.deal_id)"
)
_SETTLED_WITHOUT = (
    "NEW.state = 'settled' AND OLD.state <> 'settled' AND NOT EXISTS (SELECT 1 FROM"
    f" {_SETTLEMENT} s WHERE s.deal_id = NEW.id AND s.state = 'released')"
)
_MATCHED_WITHOUT = (
    "NEW.state = 'matched' AND OLD.state <> 'matched' AND (NOT EXISTS (SELECT 1 FROM"
    f" {_CONFIRMATION} c WHERE c.deal_id = NEW.id AND c.way = 'in') OR EXISTS (SELECT 1 FROM {_DISCREPANCY} x"
    " WHERE x.deal_id = NEW.id AND (x.state <> 'closed' OR x.clearing = 'ours')))"
)

GUARDS = (
    *refuse("deal_settled", _DEAL, "UPDATE", "deal.not_released", _SETTLED_WITHOUT),
    *refuse("deal_matched", _DEAL, "UPDATE", "deal.not_confirmed", _MATCHED_WITHOUT),
    *refuse(
        "confirmation_name",
        _CONFIRMATION,
        "INSERT",
        "settling.own_name",
        f"NEW.recorded_by_id IS DISTINCT FROM {OWN_PERSON}",
    ),
    *refuse("confirmation_maker", _CONFIRMATION, "INSERT, UPDATE", "rule.R04", _BY_MAKER),
    *refuse("confirmation_said", _CONFIRMATION, "UPDATE", "confirmation.stays", f"{differs(*_SAID)} OR {_ASSIGNED}"),
    *refuse("confirmation_moves", _CONFIRMATION, "UPDATE", "settling.transition", moves_outside(CONFIRMATION_MOVES)),
    *refuse("confirmation_gone", _CONFIRMATION, "DELETE", "confirmation.stays"),
    *refuse_truncate(_CONFIRMATION, "confirmation.stays"),
    refuse_replace(_CONFIRMATION, "confirmation.stays"),
    *refuse("discrepancy_begins", _DISCREPANCY, "INSERT", "settling.begins", "NEW.state <> 'open'"),
    refuse_each(
        "discrepancy_edit",
        _DISCREPANCY,
        "UPDATE",
        "TRUE",
        (
            ("rule.R04", _BY_MAKER),
            ("discrepancy.stays", f"OLD.state = 'closed' OR {differs(*_FOUND)}"),
            ("settling.transition", moves_outside(DISCREPANCY_MOVES)),
            (
                "settling.own_name",
                f"NEW.cleared_by_id IS DISTINCT FROM OLD.cleared_by_id AND NEW.cleared_by_id IS NOT NULL"
                f" AND NEW.cleared_by_id IS DISTINCT FROM {OWN_PERSON}"
                f" OR NEW.closed_by_id IS NOT NULL AND NEW.closed_by_id IS DISTINCT FROM {OWN_PERSON}",
            ),
            ("rule.R03", "NEW.closed_by_id = NEW.cleared_by_id"),
        ),
    ),
    *refuse("discrepancy_gone", _DISCREPANCY, "DELETE", "discrepancy.stays"),
    *refuse_truncate(_DISCREPANCY, "discrepancy.stays"),
    refuse_replace(_DISCREPANCY, "discrepancy.stays"),
    *refuse("market_begins", _CHECK, "INSERT", "settling.begins", "NEW.outcome NOT IN ('conform', 'open')"),
    refuse_each(
        "market_edit",
        _CHECK,
        "UPDATE",
        "TRUE",
        (
            ("rule.R13", _BY_MAKER),
            ("market.stays", differs(*_CHECKED)),
            ("settling.transition", moves_outside(MARKET_MOVES, "outcome")),
            ("settling.own_name", f"NEW.decided_by_id IS DISTINCT FROM {OWN_PERSON}"),
        ),
    ),
    *refuse("market_gone", _CHECK, "DELETE", "market.stays"),
    *refuse_truncate(_CHECK, "market.stays"),
    refuse_replace(_CHECK, "market.stays"),
    refuse_each(
        "settlement_new",
        _SETTLEMENT,
        "INSERT",
        "TRUE",
        (
            ("settling.begins", "NEW.state <> 'proposed'"),
            ("settling.own_name", f"NEW.made_by_id IS DISTINCT FROM {OWN_PERSON}"),
            ("rule.R04", _BY_MAKER),
            ("settlement.not_matched", f"{_state_of('NEW.deal_id')} <> 'matched'"),
            ("settlement.other_partner", _OTHER_PARTNER),
            ("rule.R24", _UNAGREED),
        ),
    ),
    refuse_each(
        "settlement_edit",
        _SETTLEMENT,
        "UPDATE",
        "TRUE",
        (
            ("settlement.stays", f"OLD.state <> 'proposed' OR {differs(*_PROPOSED)}"),
            ("settling.transition", moves_outside(SETTLEMENT_MOVES)),
            ("rule.R04", _BY_MAKER),
            ("settlement.other_partner", _OTHER_PARTNER),
            ("settling.own_name", f"{_RELEASING} AND NEW.released_by_id IS DISTINCT FROM {OWN_PERSON}"),
            ("rule.R03", f"{_RELEASING} AND {_BY_EDITOR}"),
            ("settlement.unchecked", f"{_RELEASING} AND ({_UNCHECKED})"),
            (
                "settlement.changed",
                f"{_RELEASING} AND {differs('bank_account_id', 'purpose')}",
            ),
        ),
    ),
    *refuse("settlement_gone", _SETTLEMENT, "DELETE", "settlement.stays"),
    *refuse_truncate(_SETTLEMENT, "settlement.stays"),
    refuse_replace(_SETTLEMENT, "settlement.stays"),
    *append_only(_EDITOR, "settlement.editors"),
    *append_only(_TERMS, "terms.stays"),
    *refuse("terms_own_name", _TERMS, "INSERT", "settling.own_name", f"NEW.set_by_id IS DISTINCT FROM {OWN_PERSON}"),
)

SENTENCES = {
    "deal.not_released": _("A deal is settled with the release of its settlement, not without."),
    "deal.not_confirmed": _("Without an agreeing confirmation of the counterparty a deal is not matched."),
    "settling.own_name": _("Everybody acts in the own name only."),
    "settling.begins": _("Each step begins at its beginning."),
    "settling.transition": _("From this state it does not go there."),
    "confirmation.stays": _("What was confirmed stays as it was said, and with its deal."),
    "discrepancy.stays": _("A discrepancy stays as it was found, and closed as it was closed."),
    "market.stays": _("A market check stays as it was made and judged."),
    "settlement.not_matched": _("Only a matched deal is settled."),
    "settlement.other_partner": _("The bank account belongs to another partner."),
    "settlement.stays": _("A settlement that was released or withdrawn stays as it is."),
    "settlement.unchecked": _("There are open discrepancies, or the price was not found to conform to the market."),
    "settlement.changed": _("A settlement is released as it stands."),
    "settlement.editors": _("Who changed a settlement is kept."),
    "terms.stays": _("Terms stay as they were. New ones hold from their first day on."),
}
