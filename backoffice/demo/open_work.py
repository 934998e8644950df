"""What lies on the desks of Nordlicht this morning: a role to decide on, a file to look at, reports asked for."""

from datetime import date, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounting.actions.imports import stage_import
from accounting.actions.recurring import repeat_template
from accounting.actions.templates import create_template
from accounting.calc.extf import Header, Row, write_batch
from accounting.calc.lines import LineData
from accounting.choices import Every, JournalKind, Shift
from accounting.queries.books import journals, years
from foundation.access.actions.roles import request_role
from foundation.access.models import Role
from foundation.reports import catalogue
from foundation.reports.actions.runs import request_report
from foundation.reports.actions.schedules import create_schedule
from foundation.reports.choices import Every as Asked
from foundation.reports.choices import Format, On, Span
from foundation.screens.actions import save_view

TILL = (("8400", 412_90), ("8400", 655_20), ("4711", 38_00), ("8300", 96_75))  # the third account is not in the chart


def leave_open(company, staff, today):
    ask_for_a_role(staff, today)
    leave_a_file(company, staff["back.accounting"][1], today)
    keep_templates(company, staff["back.accounting"][0], today)
    ask_for_reports(company, staff, today)
    save_view(
        by=staff["back.accounting"][0],
        list="accounting:entries",
        name="Offene Entwürfe",
        query="state=draft",
        shared=True,
    )


def keep_templates(company, clerk, today):
    """One recurs from next month on, the other waits for its amounts."""
    journal = journals(company).get(kind=JournalKind.GENERAL)
    rent = (LineData("4210", debit=3_570_00, tax_code="VSt19"), LineData("1200", credit=3_570_00))
    till = (LineData("4910", text="Porto"), LineData("1000"))
    facts = {"by": clerk, "company": company, "journal": journal}
    template = create_template(name="Miete Lager", text="Miete Lager {Monat}/{Jahr}", lines=rent, **facts)
    create_template(name="Porto aus der Kasse", text="Porto", lines=till, shared=True, **facts)
    repeat_template(template, by=clerk, every=Every.MONTH, day=1, shift=Shift.NEXT, start=first_of_next_month(today))


def first_of_next_month(today):
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


def ask_for_a_role(staff, today):
    """The second administrator of access decides."""
    request_role(
        by=staff["admin.access"][0], person=staff["front.advisor"][0], role=Role.objects.get(pk="front.trader"),
        valid_from=today, valid_to=today + timedelta(days=90), reason="Vertretung im Handel während der Messe",
    )  # fmt: skip


def leave_a_file(company, clerk, today):
    """From the till of the outlet; one row of it is not understood."""
    start = date(today.year, 1, 1)
    head = Header(
        format_version=13, fiscal_year_start=start, account_length=4, consultant=1001, client=1,
        date_from=start, date_to=date(today.year, 12, 31), label="Kasse Werksverkauf", currency="EUR",
    )  # fmt: skip
    rows = [
        Row(
            line=line,
            amount=amount,
            side="S",
            account="1000",
            contra_account=account,
            document_date=today,
            document_number=f"K{today:%y%m%d}-{line}",
            text="Werksverkauf",
        )  # fmt: skip
        for line, (account, amount) in enumerate(TILL, 3)
    ]
    stage_import(by=clerk, company=company, upload=SimpleUploadedFile("EXTF_Kasse.csv", write_batch(head, rows)))


def ask_for_reports(company, staff, today):
    """The worker makes the first as soon as it starts; the clock asks for the next on the first working day."""
    balances = catalogue.get("accounting.trial_balance")
    year = years(company).get(start__year=today.year)
    request_report(
        by=staff["back.head"][0], report=balances, params={"fiscal_year": year.pk, "first": 1, "last": today.month},
        format=Format.PDF,
    )  # fmt: skip
    create_schedule(
        by=staff["back.head"][0], report=balances, recipients=[staff["board.back"][0]], span=Span.PREVIOUS_MONTH,
        formats=[Format.PDF, Format.XLSX], every=Asked.MONTH, on=On.WORKING_DAY, number=1, at=time(7),
    )  # fmt: skip
