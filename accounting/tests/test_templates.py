"""What a clerk books again and again is kept as a template, and an entry begins with it."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounting.actions.books import open_books, open_fiscal_year
from accounting.actions.templates import change_template
from accounting.calc.lines import LineData
from accounting.calc.placeholders import filled
from accounting.models import Account, Entry, EntryTemplate, Journal
from accounting.queries.templates import lines_of_template
from accounting.queries.typing import kept
from conftest import fresh
from foundation.access.actions.people import end_employment
from foundation.access.decisions import Denied
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Company
from foundation.records.actor import acting
from foundation.screens import palette

from .conftest import RENT
from .test_tampering import refused, sql, table


def page(name, *args):
    return reverse(f"accounting:{name}", args=args)


def typed(books, **changes):
    return {
        "command_id": str(uuid4()), "name": "Strom", "journal": books.journal.pk, "text": "Abschlag {Monat}",
        "line-0-account": "4240 Gas, Strom, Wasser", "line-0-tax_code": "VSt19", "line-1-account": "1200",
        "line-1-credit": "238,00",
    } | changes  # fmt: skip


def names(person):
    return sorted(template.name for template in EntryTemplate.objects.visible_to(fresh(person)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Miete {month}/{year}", "Miete 03/2026"),
        ("Miete {Monat}/{Jahr}", "Miete 03/2026"),
        ("{day} {} {0} {year.real} {month", "{day} {} {0} {year.real} {month"),
    ],
)
def test_placeholders_are_a_small_table(text, expected):
    assert filled(text, date(2026, 3, 1)) == expected


def test_a_template_is_typed_with_and_without_amounts(books, client_of):
    client = client_of(books.back)
    address = client.post(page("template_new"), typed(books)).url
    template = EntryTemplate.objects.get()
    assert address == template.get_absolute_url()
    assert (template.owner, template.shared) == (books.back, False)
    assert lines_of_template(template) == [LineData("4240", tax_code="VSt19"), LineData("1200", credit=238_00)]
    assert client.get(address).status_code == client.get(page("template_edit", template.pk)).status_code == 200
    again = client.post(page("template_new"), typed(books))
    assert (again.status_code, EntryTemplate.objects.count()) == (409, 1)
    for changes in ({"line-0-account": "99999"}, {"line-0-tax_code": "XX"}, {"line-1-debit": "1,00"}, {"name": ""}):
        assert client.post(page("template_new"), typed(books, **changes)).status_code == 422


def test_an_entry_is_kept_as_a_template(books, capture, client_of):
    client = client_of(books.back)
    entry = capture()
    address = f"{page('template_new')}?entry={entry.pk}"
    assert address in client.get(entry.get_absolute_url()).content.decode()
    form = client.get(address)
    assert [row["account"] for _number, row, _wrong in form.context["rows"] if row] == ["1200", "8400"]
    assert form.context["form"]["name"].value() == "Barverkauf"
    assert client.get(f"{page('template_new')}?entry=999").status_code == 404


def test_an_entry_begins_with_a_template_and_leaves_alone_what_was_being_typed(books, keep, client_of):
    client, template = client_of(books.back), keep()
    client.post(page("typing"), {"text": "Halb getippt"})
    address = f"{page('entry_new')}?template={template.pk}"
    form = client.get(address)
    today = timezone.localdate()
    assert form.context["form"]["text"].value() == f"Miete {today:%m}/{today:%Y}"
    rows = [row for _number, row, _wrong in form.context["rows"] if row]
    assert [(row["account"], row["debit"], row["credit"]) for row in rows] == [
        ("4210", "1.500,00", ""), ("4240", "", ""), ("1200", "", "1.500,00"),
    ]  # fmt: skip
    sent = typed(books, posting_date="150326", **{"line-0-debit": "238,00"})
    assert client.post(address, sent).url == Entry.objects.get().get_absolute_url()
    assert kept(books.back, books.company) == {"text": "Halb getippt"}
    assert client.get(f"{page('entry_new')}?template=999").status_code == 404


def test_others_see_and_use_what_is_shared_but_change_nothing(books, keep, client_of):
    own, shared = keep(), keep(name="Strom", shared=True)
    assert [names(books.back), names(books.second), names(books.auditor)] == [["Miete", "Strom"], ["Strom"], ["Strom"]]
    assert names(books.front) == names(books.admin) == []
    second = client_of(books.second)
    assert second.get(own.get_absolute_url()).status_code == 404
    assert second.get(f"{page('entry_new')}?template={shared.pk}").status_code == 200
    assert second.get(page("template_edit", shared.pk)).status_code == 403
    with pytest.raises(Denied):
        change_template(shared, by=fresh(books.second), name="x", journal=books.journal, text="x", lines=RENT)


def test_the_palette_begins_entries_from_templates(books, keep, rf):
    template = keep(shared=True)
    asked = rf.get("/")
    found = {}
    for who in ("second", "auditor"):
        asked.person = fresh(getattr(books, who))
        choices = [choice for section in palette.sections(asked, "miete") for choice in section.choices]
        found[who] = [choice.url for choice in choices]
    begun = f"{page('entry_new')}?template={template.pk}"
    assert (found["second"][0], begun in found["auditor"]) == (begun, False)


def test_it_is_changed_and_deleted_by_its_owner(books, keep, client_of):
    client, template = client_of(books.back), keep()
    client.post(page("template_edit", template.pk), typed(books, shared="on"))
    template.refresh_from_db()
    assert (template.name, template.shared, template.lines.count()) == ("Strom", True, 2)
    assert client.post(page("template_delete", template.pk), {"command_id": str(uuid4())}).status_code == 302
    assert not EntryTemplate.objects.exists()


def test_what_somebody_leaves_behind_is_cleared_away_by_who_keeps_templates(books, keep, client_of):
    template = keep(shared=True)
    delete = page("template_delete", template.pk)
    sent = {"command_id": str(uuid4())}
    second = client_of(books.second)
    assert second.post(delete, sent).status_code == 403
    end_employment(books.back, by=books.admin, on=timezone.localdate() - timedelta(days=2), reason="notice")
    assert client_of(books.auditor).post(delete, sent).status_code == 403
    assert not second.get(template.get_absolute_url()).context["may_edit"]
    assert second.post(delete, {"command_id": str(uuid4())}).status_code == 302
    assert not EntryTemplate.objects.exists()


def test_an_account_that_is_missing_is_named(keep):
    with pytest.raises(BusinessError) as error:
        keep(lines=[LineData("9876")])
    assert error.value.code == "ledger.no_account"
    assert not EntryTemplate.objects.exists()


SET, INTO = "UPDATE accounting_entrytemplate SET", "WHERE id = {template}"
COPY = "INSERT INTO accounting_templateline (template_id, position, account_id, debit, credit, tax_code, cost_centre, text)"
ATTACKS = [
    ("text of a colleague's", f"{SET} text = 'x' WHERE id = {{foreign}}", "template.owner"),
    ("given away", f"{SET} owner_id = {{second}} {INTO}", "template.owner"),
    ("taken over", f"{SET} owner_id = {{back}} WHERE id = {{foreign}}", "template.owner"),
    ("to another company", f"{SET} company_id = {{south}} {INTO}", "template.other_company"),
    ("journal of another company", f"{SET} journal_id = {{journal}} {INTO}", "template.other_company"),
    ("delete of a colleague's", "DELETE FROM accounting_entrytemplate WHERE id = {foreign}", "template.owner"),
    ("made for a colleague", "INSERT INTO accounting_entrytemplate (company_id, owner_id, name, shared, journal_id, text)"
     " SELECT company_id, owner_id, 'x', shared, journal_id, text FROM accounting_entrytemplate WHERE id = {foreign}",
     "template.owner"),
    ("amount of a colleague's", "UPDATE accounting_templateline SET debit = 1 WHERE template_id = {foreign} AND debit > 0",
     "template.owner"),
    ("line of a colleague's gone", "DELETE FROM accounting_templateline WHERE template_id = {foreign}", "template.owner"),
    ("further line of a colleague's", f"{COPY} SELECT template_id, 9, account_id, debit, credit, tax_code, cost_centre, text"
     " FROM accounting_templateline WHERE template_id = {foreign} AND position = 1", "template.owner"),
    ("line moved to a colleague's", "UPDATE accounting_templateline SET template_id = {foreign}, position = 9"
     " WHERE template_id = {template} AND position = 1", "template.owner"),
    ("account of another company", "UPDATE accounting_templateline SET account_id = {account} WHERE template_id = {template}",
     "template.other_company"),
]  # fmt: skip


@pytest.fixture
def world(books, keep):
    with acting("system:test"):
        south = Company.objects.create(name="Südlicht Handel GmbH", code="suedlicht")
        open_books(company=south)
        open_fiscal_year(by="system:test", company=south, start=date(2026, 1, 1))
    template, foreign = keep(), keep(by=books.second)
    connection.check_constraints()
    return SimpleNamespace(
        template=template.pk, foreign=foreign.pk, back=books.back.pk, second=books.second.pk, south=south.pk,
        journal=Journal.objects.get(company=south, code="AB").pk,
        account=Account.objects.get(company=south, number="1200").pk,
    )  # fmt: skip


@table(ATTACKS)
def test_a_statement_of_sql_cannot(world, attack, code):
    assert refused(world, lambda: sql(attack, **vars(world))) == code
