from datetime import date

from django.db import connection

from accounting.actions.books import open_books, open_fiscal_year
from accounting.actions.bulk import Draft
from accounting.calc.lines import LineData
from accounting.models import Journal
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.models import Role
from foundation.organisation.models import Company
from foundation.records.actor import acting

SINCE = date(2020, 1, 1)


def found():
    with acting("system:bench"):
        company = Company.objects.create(name="Messbude GmbH", code="messbude")
        first, second = (
            create_person_with_login(
                company=company, first_name=name, last_name="Buch", email=f"{name}@messbude.example", joined_on=SINCE
            )
            for name in ("eins", "zwei")
        )
        for person, approver in ((first, second), (second, first)):
            role = Role.objects.get(pk="back.accounting")
            grant_founding(person=person, role=role, approved_by=approver, valid_from=SINCE, reason="bench")
        open_books(company=company)
        open_fiscal_year(by="system:bench", company=company, start=date(2026, 1, 1))
    journal = Journal.objects.get(company=company, code="AR")
    return {"company": company, "first": first, "second": second, "journal": journal, "vendor": connection.vendor}


def sale(number, day):
    lines = (LineData("1400", debit=119_00 + number), LineData("8400", credit=119_00 + number, tax_code="USt19"))
    return Draft("AR", day, f"Sale {number}", lines, f"RE-{number}")
