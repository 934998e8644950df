"""What recurs is written as a draft, once for each month, in the name and with the rights of who set it up."""

from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounting.actions.books import set_period_state
from accounting.actions.entries import discard_draft
from accounting.actions.posting import post_entries
from accounting.actions.recurring import end_recurrence, leave_out, repeat_template, write_due, write_occurrence
from accounting.actions.templates import change_template
from accounting.calc.lines import LineData
from accounting.calc.recurring import LAST_DAY, Rhythm, due_day, next_month
from accounting.choices import Every, Shift
from accounting.models import Entry, Occurrence, Period, Recurrence
from conftest import fresh
from foundation.access.actions.roles import end_grant
from foundation.access.decisions import Denied
from foundation.access.models import RoleGrant
from foundation.desk import worklist
from foundation.lib.errors import BusinessError
from foundation.notices.models import Notice
from foundation.organisation.models import Person
from foundation.records.actor import acting

from .conftest import RENT
from .test_tampering import refused, sql, table

FIXED = [LineData("4210", debit=1_500_00), LineData("1200", credit=1_500_00)]
TODAY = date(2026, 4, 10)


def dues(rhythm, count=4):
    month, found = None, []
    while len(found) < count and (month := next_month(rhythm, month)):
        found.append(f"{due_day(rhythm, month):%d.%m.%Y}")
    return found


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm(Every.MONTH, 31, Shift.NONE, date(2026, 1, 31)), ["31.01.2026", "28.02.2026", "31.03.2026", "30.04.2026"]),
        (Rhythm(Every.MONTH, 31, Shift.NONE, date(2028, 1, 1)), ["31.01.2028", "29.02.2028", "31.03.2028", "30.04.2028"]),
        (Rhythm(Every.MONTH, 30, Shift.NONE, date(2027, 1, 1)), ["30.01.2027", "28.02.2027", "30.03.2027", "30.04.2027"]),
        (Rhythm(Every.YEAR, 29, Shift.NONE, date(2027, 2, 1)), ["28.02.2027", "29.02.2028", "28.02.2029", "28.02.2030"]),
        (Rhythm(Every.QUARTER, 15, Shift.NONE, date(2026, 11, 15)), ["15.11.2026", "15.02.2027", "15.05.2027", "15.08.2027"]),
        # begins after its day in that month; ends on the day itself
        (Rhythm(Every.MONTH, 1, Shift.NONE, date(2026, 1, 2)), ["01.02.2026", "01.03.2026", "01.04.2026", "01.05.2026"]),
        (Rhythm(Every.MONTH, 1, Shift.NONE, date(2026, 1, 1), date(2026, 3, 1)), ["01.01.2026", "01.02.2026", "01.03.2026"]),
        (Rhythm(Every.MONTH, 31, Shift.NONE, date(2026, 1, 1), date(2026, 2, 27)), ["31.01.2026"]),
        (Rhythm(Every.MONTH, 31, Shift.NONE, date(2026, 1, 31), date(2026, 1, 30)), []),
        # New Year, Easter and the first of May in Schleswig-Holstein; 01.02. and 01.03.2026 are Sundays
        (Rhythm(Every.MONTH, 1, Shift.NEXT, date(2026, 1, 1), place="SH"), ["02.01.2026", "02.02.2026", "02.03.2026", "01.04.2026"]),
        (Rhythm(Every.MONTH, 1, Shift.PREVIOUS, date(2026, 2, 1), place="SH"), ["30.01.2026", "27.02.2026", "01.04.2026", "30.04.2026"]),
        # Epiphany is a holiday in Bavaria alone
        (Rhythm(Every.YEAR, 6, Shift.NEXT, date(2026, 1, 1), place="BY"), ["07.01.2026", "07.01.2027", "07.01.2028", "08.01.2029"]),
        (Rhythm(Every.YEAR, 6, Shift.NEXT, date(2026, 1, 1), place="SH"), ["06.01.2026", "06.01.2027", "06.01.2028", "08.01.2029"]),
        # the clocks change on 29.03. and 25.10.2026
        (Rhythm(Every.MONTH, 29, Shift.NONE, date(2026, 3, 1)), ["29.03.2026", "29.04.2026", "29.05.2026", "29.06.2026"]),
        (Rhythm(Every.MONTH, 25, Shift.NONE, date(2026, 9, 25)), ["25.09.2026", "25.10.2026", "25.11.2026", "25.12.2026"]),
    ],
)  # fmt: skip
def test_when_it_falls_due(rhythm, expected):
    assert dues(rhythm) == expected


@pytest.mark.parametrize("every", Every)
@pytest.mark.parametrize("day", [1, 28, 29, 30, LAST_DAY])
def test_over_ten_years_each_month_comes_once_and_in_order(every, day):
    rhythm, month, months = Rhythm(every, day, Shift.NEXT, date(2024, 1, 1), date(2033, 12, 31)), None, []
    while month := next_month(rhythm, month):
        months.append(month)
    assert len(months) == {"month": 120, "quarter": 40, "year": 10}[every]
    assert all(earlier < later for earlier, later in pairwise(months))


@pytest.fixture
def repeat(books, keep, monkeypatch):
    """A template of fixed amounts that is due on the first of each month since February 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)

    def repeat(by=None, template=None, **changes):
        by = fresh(by or books.back)
        rhythm = {"every": Every.MONTH, "day": 1, "shift": Shift.NEXT, "start": date(2026, 2, 1)} | changes
        return repeat_template(template or keep(by=by, lines=FIXED), by=by, **rhythm)

    return repeat


def written():
    return list(Entry.objects.order_by("pk").values_list("posting_date", "text"))


def titles(person):
    return [item.title for item in worklist.of(fresh(person)) if "Buchung" in item.title or "Entw" in item.title]


def test_drafts_are_written_for_each_month_and_only_once(books, repeat):
    repeat()
    write_due(date(2026, 2, 1))
    assert written() == []  # a Sunday: the draft comes on Monday
    for _twice in range(2):
        write_due(TODAY)
    assert written() == [
        (date(2026, 2, 2), "Miete 02/2026"), (date(2026, 3, 2), "Miete 03/2026"), (date(2026, 4, 1), "Miete 04/2026"),
    ]  # fmt: skip
    assert set(Entry.objects.values_list("state", "captured_by")) == {("draft", books.back.pk)}
    assert Recurrence.objects.get().next_due == date(2026, 5, 4)
    assert "3 wiederkehrende Entwürfe prüfen" in titles(books.back)
    assert titles(books.second) == ["3 Entwürfe festschreiben"]


def test_two_clocks_write_one_draft(repeat):
    repeat(start=date(2026, 4, 1))
    write_due(date(2026, 4, 1))
    seen_by_the_other = Occurrence.objects.select_related("recurrence__template__company__ledger").get()
    write_occurrence(seen_by_the_other)
    assert len(written()) == 1


def test_a_draft_that_was_discarded_is_not_written_again(books, repeat):
    repeat(start=date(2026, 4, 1))
    write_due(TODAY)
    discard_draft(Entry.objects.get(), by=fresh(books.back))
    write_due(TODAY)
    assert written() == []


def test_another_rhythm_does_not_repeat_a_month(repeat):
    template = repeat().template
    write_due(TODAY)
    again = repeat(template=template, day=LAST_DAY, start=date(2026, 1, 1))
    assert (again.pk, again.next_due) == (Recurrence.objects.get().pk, date(2026, 6, 1))  # 31.05. is a Sunday


def test_a_locked_period_is_told_and_made_up_for_when_it_opens(books, repeat):
    repeat(start=date(2026, 3, 1))
    march = Period.objects.get(number=3)
    set_period_state(march, by=fresh(books.back), state="soft")
    write_due(TODAY)
    assert written() == [(date(2026, 4, 1), "Miete 04/2026")]
    told = "1 wiederkehrende Buchung wurde nicht geschrieben: Die Periode 03/2026 ist gesperrt."
    assert (told in titles(books.back), told in titles(books.second), told in titles(books.auditor)) == (
        True,
        True,
        False,
    )
    assert not Notice.objects.exists()
    set_period_state(Period.objects.get(pk=march.pk), by=fresh(books.back), state="open")
    write_due(TODAY)
    assert [day for day, _text in written()] == [date(2026, 4, 1), date(2026, 3, 2)]
    assert told not in titles(books.back)


@pytest.mark.parametrize("how", ["role", "employment"])
def test_without_the_right_nothing_is_written_and_those_who_may_hear_of_it_once(books, repeat, how):
    recurrence = repeat(start=date(2026, 4, 1))
    yesterday = TODAY - timedelta(days=1)
    if how == "role":
        end_grant(RoleGrant.objects.get(person=books.back, role="back.accounting"), by=books.admin, on=yesterday)
    else:
        with acting("system:test"):
            Person.objects.filter(pk=books.back.pk).update(left_on=yesterday)
    for _twice in range(2):
        write_due(TODAY)
    assert written() == []
    assert [(notice.person, notice.kind) for notice in Notice.objects.all()] == [(books.second, "accounting.recurring")]
    end_recurrence(recurrence, by=fresh(books.second))
    write_due(date(2026, 6, 1))
    assert (written(), titles(books.second)) == ([], [])


def test_a_month_is_left_out(books, repeat):
    repeat(start=date(2026, 3, 1))
    set_period_state(Period.objects.get(number=3), by=fresh(books.back), state="locked")
    write_due(TODAY)
    march = Occurrence.objects.refused().get()
    leave_out(march, by=fresh(books.second))
    with pytest.raises(BusinessError) as error:
        leave_out(march, by=fresh(books.second))
    assert error.value.code == "recurring.done"
    assert not Occurrence.objects.refused().exists()


def test_a_line_without_its_amount_does_not_recur(books, repeat, keep):
    with pytest.raises(BusinessError) as error:
        repeat(template=keep())
    assert error.value.code == "recurring.amount"
    template = repeat(template=keep(name="Strom", lines=FIXED)).template
    change_template(template, by=fresh(books.back), name="Strom", journal=books.journal, text="Strom", lines=RENT)
    write_due(TODAY)
    assert (written(), Occurrence.objects.refused().count()) == ([], 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"start": date(2024, 1, 1)}, "start"), ({"until": date(2026, 1, 1)}, "until")],
)
def test_a_rhythm_that_cannot_be_is_explained(repeat, changes, field):
    with pytest.raises(BusinessError) as error:
        repeat(**changes)
    assert error.value.field == field


def test_only_the_owner_lets_it_recur_and_everybody_sees_what_does(books, repeat, keep):
    with pytest.raises(Denied):
        repeat(by=books.second, template=keep(lines=FIXED, name="Strom", shared=True))
    template = repeat().template
    assert type(template).objects.visible_to(fresh(books.second)).filter(pk=template.pk).exists()


def test_it_is_set_up_looked_at_and_ended_on_its_pages(books, keep, client_of):
    template, client = keep(lines=FIXED), client_of(books.back)
    today = timezone.localdate()

    def page(name, *args):
        return reverse(f"accounting:{name}", args=args)

    def sent(**more):
        return {"command_id": str(uuid4()), **more}

    rhythm = {"every": "month", "day": "31", "shift": "next", "start": f"01.{today:%m.%Y}"}
    assert client.post(page("template_repeat", template.pk), sent(**rhythm)).url == template.get_absolute_url()
    assert client.get(template.get_absolute_url()).context["rhythm"][0]["value"] == "jeden Monat, der letzte Tag"
    with acting("system:test"):
        Occurrence.objects.create(recurrence=template.recurrence, month=today.replace(day=1), due=today, problem="x")
    assert [
        str(row.recurrence) for row in client.get(page("occurrences"), {"waits": "refused"}).context["page"].objects
    ] == ["Miete"]
    assert client.get(page("occurrences"), {"waits": "to_check"}).context["page"].objects == []
    open_one = Occurrence.objects.get()
    assert client.get(page("occurrence_left_out", open_one.pk)).status_code == 200
    assert client.post(page("occurrence_left_out", open_one.pk), sent()).url == template.get_absolute_url()
    assert client.post(page("template_rest", template.pk), sent()).status_code == 302
    assert Recurrence.objects.get().next_due is None


def test_the_entry_names_what_it_recurs_from(books, repeat, client_of):
    repeat(start=date(2026, 4, 1))
    write_due(TODAY)
    entry = Entry.objects.get()
    client = client_of(books.second)
    assert "Miete 04/2026" in client.get(entry.get_absolute_url()).content.decode()
    post_entries([entry.pk], by=fresh(books.second))
    assert [str(row.entry) for row in client.get(reverse("accounting:occurrences")).context["page"].objects] == [
        "AB-2026-00001"
    ]


OCCURRENCE, RECURRENCE = "UPDATE accounting_occurrence SET", "UPDATE accounting_recurrence SET"
ATTACKS = [
    ("written again", f"{OCCURRENCE} state = 'due', entry_id = NULL WHERE id = {{done}}", "recurring.written"),
    ("another entry", f"{OCCURRENCE} entry_id = {{own}} WHERE id = {{done}}", "recurring.written"),
    ("another month", f"{OCCURRENCE} month = '2026-12-01' WHERE id = {{done}}", "recurring.written"),
    ("a colleague's entry", f"{OCCURRENCE} state = 'written', entry_id = {{foreign}} WHERE id = {{waits}}", "recurring.other_entry"),
    ("written from the start", "INSERT INTO accounting_occurrence (recurrence_id, month, due, state, problem, noted_at)"
     " SELECT recurrence_id, '2026-12-01', due, 'written', '', noted_at FROM accounting_occurrence WHERE id = {done}",
     "recurring.written"),
    ("rhythm of a colleague's", f"{RECURRENCE} day = 2 WHERE id = {{colleague}}", "template.owner"),
    ("moved to another template", f"{RECURRENCE} template_id = {{spare}} WHERE id = {{recurrence}}", "template.owner"),
    ("set up for a colleague", 'INSERT INTO accounting_recurrence (template_id, every, day, shift, start)'
     " SELECT {shared}, every, day, shift, start FROM accounting_recurrence WHERE id = {recurrence}", "template.owner"),
]  # fmt: skip


@pytest.fixture
def world(books, repeat, keep, capture):
    recurrence = repeat(start=date(2026, 3, 1))
    set_period_state(Period.objects.get(number=3), by=fresh(books.back), state="soft")
    write_due(TODAY)
    colleague = repeat(by=books.second, start=date(2026, 5, 1))
    spare, shared = keep(name="Frei"), keep(by=books.second, name="Frei")
    connection.check_constraints()
    return SimpleNamespace(
        recurrence=recurrence.pk, colleague=colleague.pk, spare=spare.pk, shared=shared.pk, back=books.back.pk,
        done=Occurrence.objects.get(state="written").pk, waits=Occurrence.objects.get(state="due").pk,
        own=capture(day=TODAY).pk, foreign=capture(by=books.second, day=TODAY).pk,
    )  # fmt: skip


@table(ATTACKS)
def test_a_statement_of_sql_cannot(world, attack, code):
    assert refused(world, lambda: sql(attack, **vars(world))) == code
