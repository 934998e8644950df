"""What of the books is found from everywhere: those of the company in which one works."""

import re

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.lib.errors import BusinessError
from foundation.lib.money import parse_amount
from foundation.screens import palette, search
from foundation.screens.templatetags.screens import amount, day

from .models import Account, Entry, EntryTemplate
from .queries.books import books_of, current_year, journals, years

FULL_NUMBER = re.compile(r"([A-Z]{1,6})-(\d{4}(?:/\d{4})?)-(\d{1,5})", re.IGNORECASE)
DIGITS = 5
LARGEST_NUMBER = 2**31


def number_range(begun):
    """The numbers that begin like this, written with five digits: 0001 is 10 to 19."""
    return int(begun.ljust(DIGITS, "0")), int(begun.ljust(DIGITS, "9"))


def amount_range(text):
    """From and to, in cents: 1.190,00 is that amount, 1190 any from 1.190,00 to 1.190,99. None for what is no amount."""
    try:
        cents = abs(parse_amount(text))
    except BusinessError:
        return None
    return cents, cents if re.search(r"[.,]\d{1,2}\s*(€|EUR)?$", text, re.IGNORECASE) else cents + 99


def entry_numbers(person, text):
    """Its own number in full or begun, its number in the year of today, the number of its document, its amount."""
    company = books_of(person)
    if written := FULL_NUMBER.fullmatch(text):
        code, year, begun = written.groups()
        fitting = [one.pk for one in years(company) if str(one) == year]
        journal = list(journals(company).filter(code=code.upper()))
        yield Q(journal__in=journal, fiscal_year__in=fitting, number__range=number_range(begun))
    if text.isdecimal() and int(text) < LARGEST_NUMBER:
        of_year = Entry.objects.filter(fiscal_year=current_year(company), number=int(text))
        of_journals = of_year.filter(journal__in=journals(company)).order_by()
        yield Q(pk__in=of_journals.values("pk"))  # asked for by itself, or SQLite reads the year, the newest first
    yield Q(company=company, document_number__begins=text)
    if span := amount_range(text):
        yield Q(company=company, total__range=span)


def entries_of(person):
    entries = Entry.objects.visible_to(person).filter(company=books_of(person))
    return entries.select_related("journal", "fiscal_year")


def begun_from_templates(person):
    """In the palette: a new entry from each template."""
    if not can(person, "accounting.entry:capture"):
        return []
    new = reverse("accounting:entry_new")
    label = _("New entry: {template}")
    return [
        palette.Choice(label.format(template=template), f"{new}?template={template.pk}", "copy", template.text)
        for template in EntryTemplate.objects.visible_to(person).filter(company=books_of(person))
    ]


ACCOUNTS = search.Provider(
    kind="accounts",
    label=_("Accounts"),
    icon="list-check",
    permission="accounting.entry:view",
    model=Account,
    rows=lambda person: Account.objects.visible_to(person).filter(company=books_of(person)),
    subtitle=lambda account: account.get_kind_display(),
    names=("number", "name", "name_en"),
)
ENTRIES = search.Provider(
    kind="entries",
    label=_("Entries"),
    icon="book",
    permission="accounting.entry:view",
    model=Entry,
    rows=entries_of,
    title=lambda entry: f"{entry} – {entry.text}",
    subtitle=lambda entry: " · ".join(
        filter(None, [day(entry.posting_date), entry.document_number, amount(entry.total)])
    ),
    numbers=entry_numbers,
)
