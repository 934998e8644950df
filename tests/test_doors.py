"""Which address answers whom, and with what. An auditor may read the tables."""

from datetime import date, time
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils import timezone

from accounting.actions.entries import attach_document
from accounting.actions.imports import stage_import
from accounting.actions.posting import post_entries
from accounting.actions.recurring import repeat_template
from accounting.actions.templates import create_template
from accounting.models import BankImport, BankLine, BankStatement, Occurrence
from accounting.tests.camt_cases import PLAIN
from accounting.tests.conftest import cash_sale
from accounting.tests.test_bank import bring_in
from accounting.tests.test_imports import row, upload
from conftest import fresh
from foundation.access.actions.roles import request_role
from foundation.access.middleware import FOREIGN_VIEWS
from foundation.access.models import Approval, Role, RoleGrant
from foundation.contacts.imports import PARTNERS
from foundation.contacts.models import Partner
from foundation.desk import verifying
from foundation.desk.feeds import create_feed
from foundation.desk.helping import request_help
from foundation.imports.models import TableImport
from foundation.jobs.actions import enqueue
from foundation.notices.actions import notify
from foundation.records.actor import acting
from foundation.records.models import AuditEvent
from foundation.reports import catalogue
from foundation.reports.actions import request_report
from foundation.reports.actions.schedules import create_schedule
from foundation.screens.actions import save_view

WHO = ("anonymous", "front", "back", "other", "manager", "admin", "sysadmin", "auditor")
PRIVILEGED = {"admin", "sysadmin"}
PUBLIC = {
    "account_login", "account_logout",
    "calendar",  # calendar programs cannot sign in: the address itself is the secret, 256 random bits
    "health_live", "health_ready", "metrics", "mfa_authenticate", "preferences",
    "security_txt", "setup",
}  # fmt: skip

READING = """
address                                  anonymous     front      back     other   manager     admin  sysadmin   auditor
/                                              302       200       200       200       200       200       200       200
/profile/                                      302       200       200       200       200       200       200       200
/profile/calendar/                             302       200       200       200       200       200       200       200
/calendar/{secret}.ics                         200       200       200       200       200       200       200       200
/profile/notices/                              302       200       200       200       200       200       200       200
/system/                                       302       403       403       403       403       200       200       200
/accounts/2fa/                                 302       200       200       200       200       200       200       200
/accounts/sessions/                            302       200       200       200       200       200       200       200
/desk/                                         302       200       200       200       200       200       200       200
/notices/                                      302       200       200       200       200       200       200       200
/reports/                                      302       200       200       200       200       200       200       200
/reports/{report}/                             302       403       200       403       200       403       403       200
/manual/{topic}.md                             302       200       200       200       200       200       200       200
/badges/                                       302       200       200       200       200       200       200       200
/search/                                       302       200       200       200       200       200       200       200
/search/palette/                               302       200       200       200       200       200       200       200
/jobs/                                         302       200       200       200       200       200       200       200
/jobs/{job}/                                   302       404       200       404       404       404       200       200
/jobs/{job}/progress/                          302       404       200       404       404       404       200       200
/jobs/retrying/                                302       200       200       200       200       200       200       200
/jobs/{job}/retry/                             302       404       200       404       404       404       200       403
/reports/runs/                                 302       200       200       200       200       200       200       200
/reports/runs/{run}/                           302       404       200       404       404       404       404       404
/reports/runs/{run}/progress/                  302       404       200       404       404       404       404       404
/reports/runs/{run}/download/csv/              302       404       404       404       404       404       404       404
/reports/schedules/                            302       403       403       403       200       403       200       200
/reports/schedules/{schedule}/                 302       403       403       403       200       403       200       200
/reports/schedules/{schedule}/pause/           302       403       403       403       200       403       403       403
/reports/schedules/{schedule}/resumption/       302       403       403       403       200       403       403       403
/reports/schedules/{schedule}/end/             302       403       403       403       200       403       403       403
/reports/{report}/schedule/                    302       403       403       403       200       403       403       403
/documents/{document}/                         302       404       200       404       200       404       404       200
/desk/why/{permission}/                        302       200       200       200       200       200       200       200
/desk/approvals/                               302       200       200       200       200       200       200       200
/desk/approvals/{approval}/                    302       404       404       404       404       200       404       200
/desk/people/                                  302       403       403       200       200       200       200       200
/desk/people/new/                              302       403       403       403       403       200       403       403
/desk/people/{person}/                         302       403       403       200       200       200       200       200
/desk/people/{person}/edit/                    302       403       403       403       403       200       403       403
/desk/people/{person}/end/                     302       403       403       403       403       200       403       403
/desk/people/{person}/help/                    302       403       403       403       403       200       403       403
/desk/roles/                                   302       403       403       403       403       200       403       200
/desk/roles/{role}/                            302       403       403       403       403       200       403       200
/desk/roles/request/                           302       403       403       403       403       200       403       403
/desk/grants/                                  302       403       403       403       403       200       403       200
/desk/grants/{grant}/end/                      302       403       403       403       403       200       403       403
/desk/audit/                                   302       403       403       403       403       403       403       200
/desk/audit/{event}/                           302       403       403       403       403       403       403       200
/desk/audit/verify/                            302       403       403       403       403       403       403       200
/desk/audit/verify/{check}/progress/           302       403       403       403       403       403       403       200
/contacts/                                     302       403       200       403       200       403       403       200
/contacts/new/                                 302       403       403       403       403       403       403       403
/contacts/{partner}/                           302       403       200       403       200       403       403       200
/contacts/{partner}/edit/                      302       403       403       403       403       403       403       403
/contacts/{partner}/bank-accounts/new/         302       403       403       403       403       403       403       403
/contacts/{partner}/contacts/new/              302       403       403       403       403       403       403       403
/contacts/imports/                             302       403       403       403       403       403       403       403
/contacts/imports/new/                         302       403       403       403       403       403       403       403
/contacts/imports/template.csv                 302       403       403       403       403       403       403       403
/contacts/imports/{table}/                     302       403       403       403       403       403       403       403
/contacts/imports/{table}/progress/            302       403       403       403       403       403       403       403
/accounting/entries/                           302       403       200       403       200       403       403       200
/accounting/entries/new/                       302       403       200       403       403       403       403       403
/accounting/entries/posting/                   302       403       200       403       200       403       403       403
/accounting/entries/discarding/                302       403       200       403       403       403       403       403
/accounting/entries/{entry}/                   302       403       200       403       200       403       403       200
/accounting/entries/{draft}/                   302       403       200       403       200       403       403       200
/accounting/entries/{draft}/edit/              302       403       200       403       403       403       403       403
/accounting/entries/{entry}/reversal/          302       403       200       403       403       403       403       403
/accounting/templates/                         302       403       200       403       200       403       403       200
/accounting/templates/new/                     302       403       200       403       403       403       403       403
/accounting/templates/{template}/              302       403       200       403       200       403       403       200
/accounting/templates/{template}/edit/         302       403       200       403       403       403       403       403
/accounting/templates/{template}/rhythm/       302       403       200       403       403       403       403       403
/accounting/templates/{template}/rhythm/end/       302       403       200       403       403       403       403       403
/accounting/recurring/                         302       403       200       403       200       403       403       200
/accounting/recurring/{occurrence}/leaving-out/       302       403       200       403       403       403       403       403
/accounting/accounts/                          302       403       200       403       200       403       403       200
/accounting/accounts/new/                      302       403       200       403       403       403       403       403
/accounting/entries/taxes/                     302       403       200       403       403       403       403       403
/accounting/accounts/search/                   302       403       200       403       200       403       403       200
/accounting/accounts/{account}/                302       403       200       403       200       403       403       200
/accounting/bank/                              302       403       200       403       200       403       403       200
/accounting/bank/new/                          302       403       200       403       403       403       403       403
/accounting/bank/lines/                        302       403       200       403       200       403       403       200
/accounting/bank/statements/                   302       403       200       403       200       403       403       200
/accounting/bank/statements/{statement}/       302       403       200       403       200       403       403       200
/accounting/bank/imports/                      302       403       200       403       200       403       403       200
/accounting/bank/imports/new/                  302       403       200       403       403       403       403       403
/accounting/bank/imports/{bank_import}/        302       403       200       403       200       403       403       200
/accounting/bank/imports/{bank_import}/progress/       302       403       200       403       200       403       403       200
/accounting/bank/lines/{bank_line}/            302       403       200       403       200       403       403       200
/accounting/bank/{bank}/                       302       403       200       403       200       403       403       200
/accounting/bank/{bank}/lines/                 302       403       200       403       200       403       403       200
/accounting/bank/{bank}/booking/               302       403       200       403       403       403       403       403
/accounting/bank/{bank}/ignoring/              302       403       200       403       403       403       403       403
/accounting/bank/{bank}/matching/              302       403       200       403       403       403       403       403
/accounting/imports/                           302       403       200       403       200       403       403       200
/accounting/imports/new/                       302       403       200       403       403       403       403       403
/accounting/imports/{import}/                  302       403       200       403       200       403       403       200
/accounting/imports/{import}/progress/         302       403       200       403       200       403       403       200
/accounting/periods/                           302       403       200       403       200       403       403       200
/accounting/periods/{period}/state/            302       403       200       403       200       403       403       403
/accounting/years/new/                         302       403       200       403       200       403       403       403
/accounting/trial-balance/                     302       403       200       403       200       403       403       200
/accounting/results/                           302       403       200       403       200       403       403       200
/admin/                                        302       302       302       302       302       302       200       302
"""
WRITING = """
address                                  anonymous     front      back     other   manager     admin  sysadmin   auditor
/accounts/sessions/                            302       302       302       302       302       302       302       302
/notices/read/                                 302       302       302       302       302       302       302       302
/notices/{notice}/opening/                     302       404       302       404       404       404       404       404
/profile/calendar/                             302       422       422       422       422       422       422       422
/profile/calendar/revocation/                  302       302       302       302       302       302       302       302
/profile/notices/                              302       422       422       422       422       422       422       422
/preferences/                                  302       302       302       302       302       302       302       302
/lists/columns/                                302       422       422       422       422       422       422       422
/lists/views/                                  302       422       422       422       422       422       422       422
/lists/views/{view}/                           302       404       422       404       404       404       404       404
/lists/views/{view}/removal/                   302       404       422       404       404       404       404       404
/lists/views/{view}/first/                     302       404       422       404       404       404       404       404
/reports/{report}/                             302       403       422       403       422       403       403       422
/reports/schedules/{schedule}/pause/           302       403       403       403       422       403       403       403
/reports/schedules/{schedule}/resumption/       302       403       403       403       422       403       403       403
/reports/schedules/{schedule}/end/             302       403       403       403       422       403       403       403
/reports/{report}/schedule/                    302       403       403       403       422       403       403       403
/jobs/retrying/                                302       422       422       422       422       422       422       422
/jobs/{job}/retry/                             302       404       422       404       404       404       422       403
/desk/approvals/{approval}/                    302       404       404       404       404       403       404       403
/desk/people/new/                              302       403       403       403       403       422       403       403
/desk/people/{person}/edit/                    302       403       403       403       403       422       403       403
/desk/people/{person}/end/                     302       403       403       403       403       422       403       403
/desk/people/{person}/help/                    302       403       403       403       403       422       403       403
/desk/help/{help}/link/                        302       403       403       403       403       409       403       403
/desk/roles/request/                           302       403       403       403       403       422       403       403
/desk/grants/{grant}/end/                      302       403       403       403       403       422       403       403
/desk/audit/verify/                            302       403       403       403       403       403       403       422
/contacts/new/                                 302       403       403       403       403       403       403       403
/contacts/{partner}/edit/                      302       403       403       403       403       403       403       403
/contacts/{partner}/bank-accounts/new/         302       403       403       403       403       403       403       403
/contacts/{partner}/contacts/new/              302       403       403       403       403       403       403       403
/contacts/imports/new/                         302       403       403       403       403       403       403       403
/contacts/imports/{table}/confirmation/        302       403       403       403       403       403       403       403
/contacts/imports/{table}/discard/             302       403       403       403       403       403       403       403
/accounting/entries/new/                       302       403       422       403       403       403       403       403
/accounting/entries/proposal/                  302       403       200       403       403       403       403       403
/accounting/entries/typing/                    302       403       204       403       403       403       403       403
/accounting/entries/typing/discard/            302       403       302       403       403       403       403       403
/accounting/entries/posting/                   302       403       422       403       422       403       403       403
/accounting/entries/discarding/                302       403       422       403       403       403       403       403
/accounting/entries/{draft}/edit/              302       403       422       403       403       403       403       403
/accounting/entries/{draft}/discard/           302       403       422       403       403       403       403       403
/accounting/entries/{entry}/reversal/          302       403       422       403       403       403       403       403
/accounting/entries/{entry}/documents/         302       403       422       403       403       403       403       403
/accounting/templates/new/                     302       403       422       403       403       403       403       403
/accounting/templates/{template}/edit/         302       403       422       403       403       403       403       403
/accounting/templates/{template}/delete/       302       403       422       403       403       403       403       403
/accounting/templates/{template}/rhythm/       302       403       422       403       403       403       403       403
/accounting/templates/{template}/rhythm/end/       302       403       422       403       403       403       403       403
/accounting/recurring/{occurrence}/leaving-out/       302       403       422       403       403       403       403       403
/accounting/accounts/new/                      302       403       422       403       403       403       403       403
/accounting/bank/new/                          302       403       422       403       403       403       403       403
/accounting/bank/imports/new/                  302       403       422       403       403       403       403       403
/accounting/bank/imports/{bank_import}/confirmation/       302       403       422       403       403       403       403       403
/accounting/bank/imports/{bank_import}/discard/       302       403       422       403       403       403       403       403
/accounting/bank/lines/{bank_line}/            302       403       422       403       403       403       403       403
/accounting/bank/lines/{bank_line}/entries/{draft}/       302       403       422       403       403       403       403       403
/accounting/bank/lines/{bank_line}/ignoring/       302       403       422       403       403       403       403       403
/accounting/bank/lines/{bank_line}/undoing/       302       403       422       403       403       403       403       403
/accounting/bank/{bank}/booking/               302       403       422       403       403       403       403       403
/accounting/bank/{bank}/ignoring/              302       403       422       403       403       403       403       403
/accounting/bank/{bank}/matching/              302       403       422       403       403       403       403       403
/accounting/imports/new/                       302       403       422       403       403       403       403       403
/accounting/imports/{import}/confirmation/       302       403       422       403       403       403       403       403
/accounting/imports/{import}/discard/          302       403       422       403       403       403       403       403
/accounting/periods/{period}/state/            302       403       422       403       422       403       403       403
/accounting/years/new/                         302       403       422       403       422       403       403       403
"""


def patterns(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.app_name != "admin":
            yield from patterns(pattern)


def ours():
    return [pattern for pattern in patterns() if not pattern.callback.__module__.startswith(FOREIGN_VIEWS)]


def test_every_view_of_ours_declares_a_permission():
    assert [str(pattern.pattern) for pattern in ours() if not hasattr(pattern.callback, "permission")] == []


def test_the_pages_before_signing_in_are_these():
    assert {pattern.name for pattern in ours() if pattern.callback.permission is None} == PUBLIC


@pytest.fixture
def world(books, bank, capture, client_of, secure_client_of):
    """One of everything, made by the back office, and a browser for everybody."""
    posted, draft = capture(), capture()
    document = attach_document(posted, by=fresh(books.back), upload=SimpleUploadedFile("beleg.txt", b"Quittung"))
    post_entries([posted.pk], by=fresh(books.second))
    template = create_template(
        by=fresh(books.back), company=books.company, name="Miete", shared=True, journal=books.journal, text="Miete",
        lines=cash_sale(),
    )  # fmt: skip
    recurrence = repeat_template(
        template, by=fresh(books.back), every="month", day=1, shift="next", start=timezone.localdate()
    )
    with acting("system:test"):
        occurrence = Occurrence.objects.create(recurrence=recurrence, month=date(2026, 1, 1), due=date(2026, 1, 2))
    batch = stage_import(by=fresh(books.back), company=books.company, upload=upload(row(3)))
    with acting("system:test"):
        notice = notify(books.back, "Something happened", "/desk/")
        partner = Partner.objects.create(company=books.company, number="10001", kind="customer", name="Ahorn")
        table = TableImport.objects.create(
            kind=PARTNERS.code, company=books.company, name="partner.csv", uploaded_by=books.other
        )
    request_role(
        by=fresh(books.admin), person=books.other, role=Role.objects.get(pk="back.vendor"), reason="Vertretung",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    help = request_help(books.other, by=fresh(books.admin), lost="password", reason="Urlaub")
    run = request_report(
        by=fresh(books.back),
        report=catalogue.get("accounting.trial_balance"),
        params={"fiscal_year": posted.fiscal_year_id, "first": 1, "last": 12},
        format="csv",
    )
    schedule = create_schedule(
        by=fresh(books.manager), report=catalogue.get(run.report), recipients=[], formats=["csv"],
        span="previous_month", every="month", on="working", number=1, at=time(7),
    )  # fmt: skip
    browsers = {who: (secure_client_of if who in PRIVILEGED else client_of)(getattr(books, who)) for who in WHO[1:]}
    bring_in(bank, PLAIN)
    view = save_view(by=fresh(books.back), list="contacts:partners", name="Kunden", query="kind=customer")
    names = {
        "bank": bank.bank.pk, "statement": BankStatement.objects.get().pk, "bank_line": BankLine.objects.get().pk,
        "bank_import": BankImport.objects.get().pk, "entry": posted.pk, "draft": draft.pk,
        "document": document.pk, "notice": notice.pk, "import": batch.pk, "template": template.pk, "occurrence": occurrence.pk,
        "partner": partner.pk, "table": table.pk, "secret": create_feed(by=fresh(books.back)),
        "person": books.front.pk, "job": run.job_id, "run": run.key, "period": posted.period_id, "account": "1200",
        "approval": Approval.objects.get(kind="access.grant").pk, "help": help.pk, "grant": RoleGrant.objects.filter(person=books.front).first().pk,
        "topic": "entries", "report": run.report, "schedule": schedule.pk, "check": enqueue(verifying.KIND, key="check", by=fresh(books.auditor)).pk,
        "event": AuditEvent.objects.first().pk, "role": "back.accounting",
        "permission": "accounting.entry:post", "view": view.pk,
    }  # fmt: skip
    return SimpleNamespace(browsers={"anonymous": Client(), **browsers}, names=names)


def listed(*tables):
    return [row_.split()[0] for table in tables for row_ in table.strip().splitlines()[1:]]


def test_no_address_is_missing_from_the_tables(world):
    paths = [address.format(**world.names) for address in listed(READING, WRITING)]
    found = {resolve(path).func for path in paths if not path.startswith("/admin/")}
    missing = {pattern.name for pattern in ours() if pattern.callback not in found}
    assert missing == PUBLIC - {"preferences", "calendar"}


def test_what_is_not_in_the_writing_table_takes_no_form(world):
    """For the one who may do most with it: what reads only refuses to be written to, or turns away."""
    for address in set(listed(READING)) - set(listed(WRITING)) - {"/admin/"}:
        answers = {browser.post(address.format(**world.names)).status_code for browser in world.browsers.values()}
        assert 405 in answers, address
        assert answers <= {302, 403, 404, 405}, address


def seen(world, method, table):
    """The table with the answers that were really given."""
    lines = [f"{'address':<40}" + "".join(f"{who:>10}" for who in WHO)]
    for row_ in table.strip().splitlines()[1:]:
        address = row_.split()[0]
        path = address.format(**world.names)
        answers = [getattr(world.browsers[who], method)(path).status_code for who in WHO]
        lines.append(f"{address:<40}" + "".join(f"{answer:>10}" for answer in answers))
    return "\n".join(lines)


def test_every_report_has_an_address(books):
    assert [reverse("reports:ask", args=[report.code]) for report in catalogue.offered_to(fresh(books.back))]


def test_who_reads_what(world):
    assert seen(world, "get", READING) == READING.strip("\n")


def test_who_writes_what(world):
    """Empty forms: 422 means that the door is open and the content is missing; 403 and 404 that it is shut; 302 leads
    on, to the sign-in, to a fresh one, or back to the page."""
    assert seen(world, "post", WRITING) == WRITING.strip("\n")
