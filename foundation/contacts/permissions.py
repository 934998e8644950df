from django.utils.translation import gettext_lazy as _

from foundation.access.permissions import Permission
from foundation.organisation.choices import Side

READERS = (
    "back.accounting",
    "back.vendor",
    "back.payments",
    "back.settlement",
    "back.customs",
    "back.head",
    "board.back",
    "audit.internal",
    "risk.controller",
    "risk.head",
)

PERMISSIONS = [
    Permission("contacts.partner:view", _("See business partners"), side=Side.BACK, roles=READERS),
    Permission("contacts.partner:edit", _("Keep business partners"), side=Side.BACK, roles=("back.vendor",)),
    Permission(
        "contacts.bank_account:add",
        _("Add bank accounts of business partners"),
        side=Side.BACK,
        roles=("back.vendor",),
        fresh_login=True,
    ),
]
