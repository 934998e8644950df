from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "foundation.contacts"
    label = "contacts"
    verbose_name = _("Business partners")

    def ready(self):
        from foundation.access.permissions import declare
        from foundation.documents.rules import register_subject
        from foundation.imports import kinds
        from foundation.screens import history, menu, palette, search

        from . import guards, privacy
        from .imports import PARTNERS as PARTNER_TABLE
        from .models import Partner
        from .permissions import PERMISSIONS
        from .search import PARTNERS

        declare(*PERMISSIONS)
        guards.register()
        privacy.register()
        kinds.register(PARTNER_TABLE)
        search.register(PARTNERS)
        palette.action(_("New partner"), "contacts:create", "contacts.partner:edit", "plus")
        palette.action(_("Import business partners"), "contacts:import_new", "contacts.partner:edit", "file-import")
        menu.register(
            menu.Department("contacts", _("Business partners"), "address-book", 30),
            [menu.Entry(_("Business partners"), "contacts:partners", "contacts.partner:view", "address-book")],
        )
        history.register_words("contacts.bank_account.added", _("added the bank account {iban}"))
        history.register_words("contacts.contact.added", _("added the contact {name}"))
        register_subject(Partner, lambda person, key: Partner.objects.visible_to(person).filter(pk=key).exists())
