"""What a process of its own does for a test; `tests.conftest.Portal` starts it and reads what it tells."""

import json
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from threading import Barrier, Thread
from time import process_time, sleep
from types import SimpleNamespace

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from pypdf import PdfReader

from accounting.actions import imports
from accounting.actions.books import open_books, open_fiscal_year
from accounting.actions.entries import attach_document, capture_entry, change_draft
from accounting.actions.imports import confirm_import, run_import, run_reading, stage_import
from accounting.actions.posting import post_entries
from accounting.actions.recurring import write_due
from accounting.actions.templates import create_template
from accounting.calc.extf import Findings, open_batch
from accounting.calc.lines import LineData
from accounting.models import Entry, FiscalYear, ImportBatch, ImportRow, Journal, Occurrence, Recurrence
from accounting.queries.chain import verify_books
from accounting.tests.test_imports import row, upload
from conftest import make_cast
from foundation.access import approvals
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.requests import withdraw_request
from foundation.access.actions.roles import grant_founding, request_role
from foundation.access.models import Approval, Role, RoleGrant, User
from foundation.calendars.days import working_days_after
from foundation.contacts.models import Partner
from foundation.documents.models import Document
from foundation.documents.queries import file_problems
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Company, Person, Unit
from foundation.records import commands, numbers, seals
from foundation.records.actor import acting
from foundation.records.database import retrying
from foundation.records.models import Command
from foundation.reports import catalogue, storage
from foundation.reports.actions import request_report
from foundation.reports.models import ReportFile
from risk import subjects
from risk.actions.decisions import decide_breach
from risk.actions.exposure import take_up
from risk.actions.limits import propose_limit
from risk.models import Exposure, LimitBreach
from risk.tests.conftest import Deals, approve, ask, cast_of_risk, propose, voters_of
from settlement.actions.deals import capture_deal
from settlement.models import Deal
from settlement.queries.numbers import deals as numbers_of_deals

HELD_SECONDS = 0.5


def tell(result):
    print(json.dumps(result))


def person(name):
    return Person.objects.get(email=f"{name}@nordlicht.example")


def prepare():
    with acting("system:test"):
        company = make_cast().company
        open_books(company=company)
        open_fiscal_year(by="system:test", company=company, start=date(2026, 1, 1))


def at_once(*actions):
    """Each in a thread with a connection of its own, all let go at the same moment; what each answered."""
    answers, start = [None] * len(actions), Barrier(len(actions))

    def run(index, action):
        start.wait()
        try:
            answers[index] = action()
        except BusinessError as error:
            answers[index] = error.code
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(index, action)) for index, action in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def draft(amount=100_00):
    company = Company.objects.get()
    return capture_entry(
        by=person("back"), company=company, journal=Journal.objects.get(code="AB"), posting_date=date(2026, 3, 15),
        text="Barverkauf", lines=[LineData("1200", debit=amount), LineData("8200", credit=amount)],
    )  # fmt: skip


def take_numbers(writers, each):
    """Every twentieth transaction is rolled back. The numbers of the others."""

    def write(writer):
        return [number for turn in range(each) if (number := _take((writer * each + turn) % 20 == 0))]

    return sum(at_once(*(lambda writer=writer: write(writer) for writer in range(writers))), [])


def _take(fails):
    try:
        with acting("system:race"):
            number = numbers.take("race")
            if fails:
                raise RuntimeError
            return number
    except RuntimeError:
        return None


def post_one_draft(*names):
    entry = draft()

    def post(name):
        return post_entries([entry.pk], by=person(name))[0].full_number

    return at_once(*(lambda name=name: post(name) for name in names)), state()


def post_while_it_is_changed():
    """The poster comes while the change is written but not committed."""
    entry, changed = draft(), Barrier(2)

    def change():
        with acting(person("back")):
            change_draft(
                entry, by=person("back"), company=entry.company, journal=entry.journal, text="Nachgebessert",
                posting_date=entry.posting_date, lines=[LineData("1200", debit=1), LineData("8200", credit=1)],
            )  # fmt: skip
            changed.wait()
            sleep(HELD_SECONDS)

    def post():
        changed.wait()
        return post_entries([entry.pk], by=person("second"))[0].full_number

    return at_once(change, post), state()


def lock_crosswise():
    """Two transactions lock the same two people in opposite order: on PostgreSQL one is chosen as the victim."""

    def lock(first, second):
        with acting("system:race"):
            for name in (first, second):
                Person.objects.select_for_update().get(pk=person(name).pk)
                sleep(HELD_SECONDS)
        return "done"

    names = ("back", "second")
    return at_once(lambda: retrying(lambda: lock(*names)), lambda: retrying(lambda: lock(*names[::-1])))


def grant_opposites():
    """Two approvers, two roles of the two sides, one newcomer."""
    with acting("system:test"):
        newcomer = create_person_with_login(
            company=Company.objects.get(), first_name="Nele", last_name="Neu", email="neu@nordlicht.example",
            joined_on=date(2026, 1, 1),
        )  # fmt: skip
    for role in ("front.trader", "back.accounting"):
        request_role(
            by=person("admin"), person=newcomer, role=Role.objects.get(pk=role), valid_from=date(2026, 1, 1), reason="x"
        )

    def approve(approval):
        return approvals.vote(approval, by=person("admin2"), vote="yes").state

    answers = at_once(*(lambda asked=asked: approve(asked) for asked in Approval.objects.all()))
    return answers, RoleGrant.objects.filter(person=newcomer).count()


def approve_while_it_is_withdrawn():
    with acting("system:test"):
        newcomer = create_person_with_login(
            company=Company.objects.get(), first_name="Nele", last_name="Neu", email="neu@nordlicht.example",
            joined_on=date(2026, 1, 1),
        )  # fmt: skip
    asked = request_role(
        by=person("admin"),
        person=newcomer,
        role=Role.objects.get(pk="front.trader"),
        valid_from=date(2026, 1, 1),
        reason="x",
    )
    approval = Approval.objects.get()

    def withdraw():
        with acting(person("admin")):
            withdraw_request(asked, by=person("admin"))
        return "withdrawn"

    answers = at_once(lambda: approvals.vote(approval, by=person("admin2"), vote="yes").state, withdraw)
    return answers, RoleGrant.objects.filter(person=newcomer).count()


def send_one_form(key, times):
    def act():
        Company.objects.create(name="Zweite GmbH", code="zweite")
        return "/made/"

    def send():
        return commands.run(commands.Sent(key, person("back"), "", {"name": "Zweite GmbH"}), act)

    answers = at_once(*[send] * times)
    return answers, Company.objects.filter(code="zweite").count(), Command.objects.count()


def drafts(count):
    return [draft().pk for _turn in range(count)]


def wide_drafts(count, lines, day):
    """Each of so many lines."""
    pairs = [[LineData("1200", debit=cents), LineData("8200", credit=cents)] for cents in range(1, lines // 2 + 1)]
    company, journal = Company.objects.get(), Journal.objects.get(code="AB")
    return [
        capture_entry(
            by=person("back"), company=company, journal=journal, posting_date=day, text="Sammelbuchung",
            lines=sum(pairs, []),
        ).pk
        for _turn in range(count)
    ]  # fmt: skip


def post(ids):
    return [entry.number for entry in post_entries(ids, by=person("second"))]


def post_until_killed():
    """Tells when the first entry is posted."""
    post(drafts(1))
    tell("posting")
    sys.stdout.flush()
    while True:
        post(drafts(1))


def stage(rows):
    batch = stage_import(
        by=person("back"), company=Company.objects.get(), upload=upload(*(row(line) for line in range(3, rows + 3)))
    )
    confirm_import(batch, by=person("back"))
    return batch.pk


def hand_in_large(rows):
    """Stored, and left to be read by a job."""
    imports.AT_ONCE = 0
    stage_import(
        by=person("back"), company=Company.objects.get(), upload=upload(*(row(line) for line in range(3, rows + 3)))
    )


def staged():
    batch = ImportBatch.objects.get()
    return batch.state, batch.rows.count()


def write_file(path, rows):
    Path(path).write_bytes(upload(*(row(line) for line in range(3, rows + 3))).read())


def understand(path):
    _header, lines = open_batch(Path(path).read_bytes(), Findings())
    for _line in lines:
        pass


def stage_file(path):
    file = SimpleUploadedFile("EXTF_Buchungsstapel.csv", Path(path).read_bytes())
    stage_import(by=person("back"), company=Company.objects.get(), upload=file)


def read_staged(path):
    batch = ImportBatch.objects.get()
    run_reading(batch, by=person("back"), progress=lambda *_: None)


def bring_in_staged(path):
    batch = ImportBatch.objects.get()
    confirm_import(batch, by=person("back"))
    run_import(batch, by=person("back"), progress=lambda *_: None)


def measured(step, path):
    """Processor seconds, and the memory at its peak in MB."""
    start = process_time()
    step(path)
    return process_time() - start, getrusage(RUSAGE_SELF).ru_maxrss // 1024


def bring_in(batch):
    run_import(ImportBatch.objects.get(pk=batch), by=person("back"), progress=lambda *_: None)


def recur():
    """A template whose draft of March is due."""
    company, fixed = Company.objects.get(), [LineData("4210", debit=100_00), LineData("1200", credit=100_00)]
    template = create_template(
        by=person("back"),
        company=company,
        name="Miete",
        journal=Journal.objects.get(code="AB"),
        text="Miete",
        lines=fixed,
    )
    with acting(person("back")):
        Recurrence.objects.create(
            template=template, every="month", day=1, shift="next", start=date(2026, 3, 1), until=date(2026, 3, 31),
            next_month=date(2026, 3, 1), next_due=date(2026, 3, 2),
        )  # fmt: skip


def write_recurring():
    write_due(date(2026, 3, 2))


def recurred():
    return [Entry.objects.count(), list(Occurrence.objects.values_list("state", flat=True))]


def attach(entry):
    attach_document(Entry.objects.get(pk=entry), by=person("back"), upload=SimpleUploadedFile("beleg.txt", b"Quittung"))


def state():
    """What the books hold, and what is wrong with them."""
    return {
        "posted": Entry.objects.posted().count(),
        "drafts": Entry.objects.drafts().count(),
        "visible": Entry.objects.visible_to(person("back")).count(),
        "rows": ImportRow.objects.count(),
        "broken": [broken.sentence for broken in verify_books()],
    }


def documents():
    return Document.objects.count()


def session_of(name):
    """The cookie of a browser in which this person is signed in."""
    client = Client()
    with acting("system:test"):
        client.force_login(User.objects.get(person=person(name)), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def captured():
    """How often each text stands in the books."""
    return Counter(Entry.objects.values_list("text", flat=True))


def sealed():
    """Whether a seal covers all that happened."""
    seals.seal()
    return not seals.has_unsealed()


def whole():
    """What is wrong with the books, the audit trail, sealed to its end, and the files."""
    seals.seal()
    return {
        "books": [broken.sentence for broken in verify_books()],
        "chain": [str(broken.sentence) for broken in seals.verify()],
        "files": list(file_problems()),
    }


def pages_of_reports():
    """Of each PDF."""
    made = ReportFile.objects.filter(format="pdf").exclude(stored_as="").order_by("pk")
    return [len(PdfReader(storage.open_file(file.stored_as)).pages) for file in made]


def ask_for_reports(count, format="pdf"):
    """Each with its job, which nobody rings for yet."""
    report = catalogue.get("accounting.trial_balance")
    params = {"fiscal_year": FiscalYear.objects.get().pk, "first": 1, "last": 12}
    runs = [request_report(by=person("back"), report=report, params=params, format=format) for _turn in range(count)]
    return [run.job_id for run in runs]


def capture_at_once(each, limit, amount):
    """Two traders, each so many deals in a row, with a counterparty whose limit holds fewer. (number, state) of each
    deal, and what is missing between the numbers."""
    company, admin = Company.objects.get(), person("admin")
    with acting("system:test"):
        partner = Partner.objects.create(company=company, number="70001", kind="both", name="Bank", search_name="bank")
        for name, role in (("second.trader", "front.trader"), ("risk", "risk.controller"), ("chief", "risk.head")):
            one = create_person_with_login(
                company=company, unit=person("front").unit, first_name=name, last_name="Handel",
                email=f"{name}@nordlicht.example", joined_on=date(2020, 1, 1), password="test",
            )  # fmt: skip
            grant_founding(
                person=one,
                role=Role.objects.get(pk=role),
                approved_by=admin,
                valid_from=date(2020, 1, 1),
                reason="Rennen",
            )
    proposed = propose_limit(
        by=person("risk"), company=company, kind="counterparty", counterparty=partner, amount=limit,
        valid_from=localdate(), reason="Rennen",
    )  # fmt: skip
    approvals.vote(approvals.pending_about(proposed).get(), by=person("chief"), vote="yes")
    day = working_days_after(localdate(), 2, company.calendar)

    def capture(name):
        for _deal in range(each):
            capture_deal(
                by=person(name), company=company, product="fx_spot", direction="buy", counterparty=partner,
                amount=amount, currency="EUR", price=Decimal("1.08"), counter_currency="USD", value_date=day,
                channel="phone", side_agreements="keine",
            )  # fmt: skip

    at_once(*(lambda name=name: capture(name) for name in ("front", "second.trader") * 2))
    deals = list(Deal.objects.order_by("sequence").values_list("sequence", "state"))
    return deals, [gap for years in numbers_of_deals([company]) for gap in years.missing]


# --- Limits ----------------------------------------------------------------------------------------------------------


def house_of_risk(limit):
    """The cast with a desk, risk control and a limit for its counterparty; and deals to be captured there."""
    with acting("system:test"):
        house = cast_of_risk(
            SimpleNamespace(company=Company.objects.get(), unit=Unit.objects.first(), admin=person("admin"))
        )
    approve(propose(house, limit), house.chief)
    subjects.register("contacts_partner", unblocked=lambda key, by: None, refused=lambda key, by: None)
    return house, Deals(house)


def capture_at_the_edge(parallel, fit):
    """All at once, each of 100,00, where so many fit. How many passed, and how much of the limit they use."""
    house, deals = house_of_risk(fit * 100_00)
    with acting(house.trader):
        subjects_ = [deals.subject() for _each in range(parallel)]

    def capture(subject):
        with acting(house.trader):
            return take_up(subject, deals.claim(100_00), by=house.trader).state != "block"

    passed = at_once(*(lambda subject=subject: capture(subject) for subject in subjects_))
    used = sum(Exposure.objects.counting().values_list("amount", flat=True))
    return Counter(map(str, passed)), used, LimitBreach.objects.open().count()


def capture_while_the_limit_is_lowered():
    """Two fit the old limit, one the new one. Nobody ever finds no limit at all."""
    house, deals = house_of_risk(200_00)
    lower = propose(house, 100_00)
    with acting(house.trader):
        subjects_ = [deals.subject() for _each in range(6)]

    def capture(subject):
        with acting(house.trader):
            return take_up(subject, deals.claim(100_00), by=house.trader).missing

    answers = at_once(
        lambda: approve(lower, house.chief).state, *(lambda subject=subject: capture(subject) for subject in subjects_)
    )
    return answers, Exposure.objects.counting().count()


def vote_on_one_payment_term(*votes):
    """All at once, each (name, vote). What each came to, how the decision stands, and whether it holds."""
    house, _deals = house_of_risk(100_00)
    with acting("system:test"):
        voters_of(house)
    decision = ask(house)
    approval = approvals.pending_about(decision).get()

    def give(name, said):
        return approvals.vote(approval, by=person(name), vote=said, reason="race").state

    answers = at_once(*(lambda pair=pair: give(*pair) for pair in votes))
    decision.refresh_from_db()
    return answers, decision.state, decision.holds(timezone.localdate())


def decide_one_breach(*decisions):
    house, deals = house_of_risk(100_00)
    deals.capture(200_00)
    breach, until = LimitBreach.objects.get(), timezone.localdate()

    def decide(name, decision):
        by = person(name)
        return decide_breach(breach, by=by, decision=decision, reason="race", until=until).state

    answers = at_once(*(lambda pair=pair: decide(*pair) for pair in decisions))
    return answers, Exposure.objects.get().state
