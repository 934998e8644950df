from django.utils.translation import gettext_lazy as _

from foundation.access.decisions import Deny


def posted_by_another(person, entry, at):
    """R03: from the four-eyes amount on, whoever captured or edited a draft does not post it."""
    if entry is None or not needs_four_eyes(entry):
        return None
    if person.pk == entry.captured_by_id:
        return Deny("R03", _("You captured this entry. From the four-eyes amount on another person posts it."))
    if any(editor.person_id == person.pk for editor in entry.editors.all()):
        return Deny("R03", _("You edited this entry. From the four-eyes amount on another person posts it."))
    return None


def own_template(person, template, at):
    """Drafts are written of it in the owner's name. Before it is there, its journal is asked about."""
    if getattr(template, "owner_id", person.pk) == person.pk:
        return None
    return Deny("R20", _("Only its owner changes a template."))


def changed_nothing_of_it(person, order, at):
    """R06: whoever added the bank account, or was the last to change the partner, does not pay it."""
    if order is None or person.pk not in (order.bank_account.added_by_id, order.partner.changed_by_id):
        return None
    return Deny("R06", _("You changed this partner or its bank account. Another person releases payments to it."))


def needs_four_eyes(entry):
    limit = entry.company.ledger.four_eyes_from
    return limit is not None and entry.total >= limit
