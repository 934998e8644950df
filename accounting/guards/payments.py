"""Guards of payment orders: ordered by one, released by another, who changed nothing of where the money goes."""

from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON, differs, moves_outside
from foundation.records.guards import refuse, refuse_each, refuse_replace, refuse_truncate

from ..choices import PAYMENT_MOVES

_TABLE = "accounting_paymentorder"
_FACTS = (
    "id", "company_id", "number", "partner_id", "bank_account_id", "amount", "currency", "due", "purpose", "origin",
    "origin_table", "origin_key", "entry_id", "ordered_by_id", "ordered_at",
)  # fmt: skip
_OF_OTHER_PARTNER = (
    "(SELECT partner_id FROM contacts_partnerbankaccount WHERE id = NEW.bank_account_id) <> NEW.partner_id"
    " OR (SELECT company_id FROM contacts_partner WHERE id = NEW.partner_id) <> NEW.company_id"
)
_RELEASING = "NEW.released_by_id IS DISTINCT FROM OLD.released_by_id"
_CHANGED_BY_HIMSELF = (
    "EXISTS (SELECT 1 FROM contacts_partnerbankaccount b JOIN contacts_partner p ON p.id = b.partner_id"
    " WHERE b.id = NEW.bank_account_id AND NEW.released_by_id IN (b.added_by_id, p.changed_by_id))"
)

GUARDS = (
    refuse_each(
        "payment_new",
        _TABLE,
        "INSERT",
        "TRUE",
        (
            ("payment.ordered_first", "NEW.state <> 'ordered' OR NEW.released_by_id IS NOT NULL"),
            ("ledger.own_name", f"NEW.ordered_by_id IS DISTINCT FROM {OWN_PERSON}"),
            ("payment.other_partner", _OF_OTHER_PARTNER),
        ),
    ),
    refuse_each(
        "payment_edit",
        _TABLE,
        "UPDATE",
        "TRUE",
        (
            ("payment.fixed", f"{differs(*_FACTS)} OR {moves_outside(PAYMENT_MOVES)}"),
            ("payment.fixed", f"{_RELEASING} AND (OLD.state <> 'ordered' OR NEW.state <> 'released')"),
            ("ledger.own_name", f"{_RELEASING} AND NEW.released_by_id IS DISTINCT FROM {OWN_PERSON}"),
            ("rule.R03", f"{_RELEASING} AND NEW.released_by_id = NEW.ordered_by_id"),
            ("rule.R06", f"{_RELEASING} AND {_CHANGED_BY_HIMSELF}"),
        ),
    ),
    *refuse("payment_stays", _TABLE, "DELETE", "payment.fixed"),
    *refuse_truncate(_TABLE, "payment.fixed"),
    refuse_replace(_TABLE, "payment.fixed"),
)

SENTENCES = {
    "payment.ordered_first": _("Every payment is ordered first and released by another person."),
    "payment.other_partner": _("The bank account belongs to another partner."),
    "payment.fixed": _("A payment order stays as it was ordered. It can be released or stopped."),
}
