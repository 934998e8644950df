"""Guards of where money goes: who changed a partner or added a bank account is known, and an account stays as it is."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.conditions import OWN_PERSON

_ACCOUNT, _PARTNER = "contacts_partnerbankaccount", "contacts_partner"
_MOVED = (
    "(NEW.name <> OLD.name OR NEW.legal_form <> OLD.legal_form OR NEW.blocked <> OLD.blocked"
    " OR NEW.changed_by_id IS DISTINCT FROM OLD.changed_by_id)"
)
_NOT_OWN = f"NEW.changed_by_id IS DISTINCT FROM {OWN_PERSON}"


def register():
    guards.register(
        *guards.refuse("partner_maker", _PARTNER, "INSERT", "contacts.own_name", _NOT_OWN),
        *guards.refuse("partner_changer", _PARTNER, "UPDATE", "contacts.own_name", f"{_MOVED} AND {_NOT_OWN}"),
        *guards.refuse(
            "bank_account_adder",
            _ACCOUNT,
            "INSERT",
            "contacts.own_name",
            f"NEW.added_by_id IS DISTINCT FROM {OWN_PERSON}",
        ),
        *guards.refuse("bank_account_fixed", _ACCOUNT, "UPDATE, DELETE", "contacts.account_stays"),
        *guards.refuse_truncate(_ACCOUNT, "contacts.account_stays"),
        guards.refuse_replace(_ACCOUNT, "contacts.account_stays"),
    )
    guards.sentences(
        contacts__own_name=_("Whoever changes a partner or its bank accounts does so in the own name."),
        contacts__account_stays=_("A bank account stays as it was added. Another one is added beside it."),
    )
