from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "books.opened": _("opened the books"),
    "year.opened": _("opened the fiscal year"),
    "period.open": _("opened the period"),
    "period.soft": _("locked the period for now"),
    "period.locked": _("locked the period for ever"),
    "account.added": _("opened the account"),
    "entry.captured": _("captured the entry"),
    "entries.captured": _("captured {entries} entries"),
    "entry.changed": _("changed the draft"),
    "entry.discarded": _("discarded the draft “{text}”"),
    "entry.posted": _("posted the entry as {number}"),
    "template.created": _("kept the template"),
    "template.changed": _("changed the template"),
    "template.deleted": _("deleted the template “{name}”"),
    "template.repeated": _("set up its rhythm"),
    "template.rests": _("ended its rhythm"),
    "template.left_out": _("left out {month}"),
    "import.staged": _("read the file: {rows} rows, {errors} with errors"),
    "import.confirmed": _("confirmed the import"),
    "import.discarded": _("discarded the import"),
    "import.finished": _("imported {entries} entries"),
    "bank_account.opened": _("opened the bank account"),
    "bank_import.staged": _("read the files: {statements} statements"),
    "bank_import.confirmed": _("confirmed the import"),
    "bank_import.discarded": _("discarded the import"),
    "bank_import.finished": _("imported {statements} statements"),
    "bank_statement.imported": _("imported statement {label}"),
    "bank_line.booked": _("booked the line"),
    "bank_line.matched": _("found the line in the books"),
    "bank_line.released": _("took the booking back: “{text}”"),
    "bank_line.reversed": _("opened the line again: its entry was reversed by {number}"),
    "bank_line.ignored": _("ignored the line: {reason}"),
    "payment.ordered": _("ordered the payment for {origin}"),
    "payment.released": _("released the payment"),
    "payment.stopped": _("stopped the payment: {reason}"),
    "bank_line.reopened": _("opened the line again"),
}


class AccountingConfig(AppConfig):
    name = "accounting"
    verbose_name = _("Accounting")

    def ready(self):
        from foundation.access.permissions import declare
        from foundation.access.row_security import protect
        from foundation.desk import figures as home
        from foundation.desk import numbering, worklist
        from foundation.documents.rules import register_subject
        from foundation.jobs.schedules import every
        from foundation.notices import kinds
        from foundation.organisation.choices import Side
        from foundation.organisation.models.company import read_with_company
        from foundation.reports import catalogue
        from foundation.screens import history, menu, palette, search

        from . import agenda, figures, guards, privacy, tasks, work
        from .models import BankImport, Entry, ImportBatch
        from .permissions import PERMISSIONS
        from .queries import numbers
        from .reports import REPORTS
        from .search import ACCOUNTS, ENTRIES, begun_from_templates

        declare(*PERMISSIONS)
        guards.register()
        protect("accounting_paymentorder", read=(Side.BACK, Side.AUDIT), insert=(Side.BACK,), update=(Side.BACK,))
        kinds.register(
            kinds.Kind(
                "accounting.recurring", _("A recurring entry was not written"), permission="accounting.entry:capture"
            )
        )
        read_with_company("ledger")
        agenda.register()
        privacy.register()
        search.register(ACCOUNTS, ENTRIES)
        worklist.register(work.waiting)
        home.register(figures.figures, 20)
        palette.action(_("New entry"), "accounting:entry_new", "accounting.entry:capture", "plus")
        palette.action(_("Import bookings"), "accounting:import_new", "accounting.import:add", "file-import")
        palette.action(_("New account"), "accounting:account_new", "accounting.account:edit", "list-check")
        palette.offer(begun_from_templates)
        every(tasks.RECURRING, kind=tasks.RECURRING, minutes=60)
        numbering.register(numbers.entries, numbers.payments)
        for report in REPORTS:
            catalogue.register(report)
        for model in (Entry, ImportBatch, BankImport):
            register_subject(model, lambda person, key, of=model: of.objects.visible_to(person).filter(pk=key).exists())
        for verb, sentence in WORDS.items():
            history.register_words(f"accounting.{verb}", sentence)
        menu.register(
            menu.Department("accounting", _("Accounting"), "books", 20),
            [
                menu.Entry(_("Entries"), "accounting:entries", "accounting.entry:view", "book", 10),
                menu.Entry(_("Templates"), "accounting:templates", "accounting.entry:view", "copy", 15),
                menu.Entry(_("Recurring entries"), "accounting:occurrences", "accounting.entry:view", "refresh", 17),
                menu.Entry(_("Accounts"), "accounting:accounts", "accounting.entry:view", "list-check", 20),
                menu.Entry(_("Trial balance"), "accounting:trial_balance", "accounting.report:view", "scale", 30),
                menu.Entry(_("Result by month"), "accounting:results", "accounting.result:view", "chart-bar", 32),
                menu.Entry(_("Bank"), "accounting:bank", "accounting.bank:view", "building-bank", 35),
                menu.Entry(_("Payments"), "accounting:payments", "accounting.payment:view", "receipt-2", 37),
                menu.Entry(_("Imports"), "accounting:imports", "accounting.entry:view", "file-import", 40),
                menu.Entry(_("Periods"), "accounting:periods", "accounting.entry:view", "calendar", 50),
            ],
        )
