"""The evidence on rights and numbers, as whole rows from a small world."""

import ast
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import SINCE, fresh
from foundation.access import approvals
from foundation.access.actions.deputies import name_deputy
from foundation.access.actions.exceptions import request_exception, request_profile
from foundation.access.actions.roles import grant_founding, request_role
from foundation.access.choices import Vote
from foundation.access.decisions import Denied
from foundation.access.gate import check
from foundation.access.models import Approval, BreakGlass, Role, SeparationRule
from foundation.desk import numbering, recertifying
from foundation.desk.models import Requirement
from foundation.desk.reports import (
    REPORTS,
    AuthorisationConceptReport,
    DeputyReport,
    ExceptionReport,
    NumberReport,
    PrivilegedUseReport,
    RecertificationReport,
    RoleMatrixReport,
)
from foundation.desk.requirements import reword, shipped, write_requirements
from foundation.organisation.choices import Side
from foundation.organisation.models import Unit
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.models import NumberRange
from foundation.reports import catalogue, parameters
from foundation.reports.catalogue import Row

TODAY, POST = timezone.localdate, "accounting.entry:post"


def built(report, person, **params):
    person = fresh(person)
    check(person, report.permission)
    params = params or report().defaults(person)
    cleaned = parameters.read(report(), person, params).cleaned_data
    return report().build(person, cleaned, lambda percent, message="": None)


def test_the_role_matrix_tells_who_held_what_and_by_whose_word(cast):
    data = built(RoleMatrixReport, cast.auditor)
    assert data.parameters[2:] == [
        ("Personen", 9), ("Erteilte Rollen", 17), ("Gegen eine Regel zugleich gehaltene Rollen", 0),
    ]  # fmt: skip
    assert data.lines[0] == Row(
        [
            "Admin, Ada", "Zentrale", "Berechtigungsverwaltung", "Verwaltung", SINCE, None, "Gründung der Installation",
            "Anton Admin", "Anton Admin", None,
        ]
    )  # fmt: skip


def test_the_role_matrix_of_a_day_leaves_out_what_began_later(cast):
    before = SINCE - timedelta(days=1)
    assert built(RoleMatrixReport, cast.auditor, first=before, last=before).lines == []


def stand_in(cast, person, principal):
    today = TODAY()
    name_deputy(
        by=fresh(principal), principal=fresh(principal), person=fresh(person),
        roles=Role.objects.filter(pk="back.accounting"), valid_from=today, valid_to=today, reason="Urlaub",
    )  # fmt: skip
    approvals.vote(Approval.objects.latest("pk"), by=fresh(cast.admin), vote=Vote.YES)


def act(person, *permissions):
    for permission in permissions:
        person = fresh(person)
        with acting(person):
            check(person, permission)
            happened("test.done", subject=person)


def test_a_deputy_is_told_with_what_he_did_so(cast):
    stand_in(cast, cast.other, cast.back)
    act(cast.other, POST, "desk.people:view", POST)
    act(cast.back, POST)
    data = built(DeputyReport, cast.auditor)
    assert [line.cells for line in data.lines] == [
        [
            "Bert Buch", "Olaf Other", "Buchführung", TODAY(), TODAY(), "erteilt", "Bert Buch", "Ada Admin", "Urlaub", 2,
        ]
    ]  # fmt: skip


def test_the_deputies_ask_as_often_for_two_as_for_one(cast):
    stand_in(cast, cast.other, cast.back)
    with CaptureQueriesContext(connection) as one:
        built(DeputyReport, cast.auditor)
    stand_in(cast, cast.other, cast.second)
    with CaptureQueriesContext(connection) as two:
        assert len(built(DeputyReport, cast.auditor).lines) == 2
    assert len(two) == len(one)


def test_a_recertification_is_told_with_coverage_and_decisions(cast):
    today = TODAY()
    due = today + timedelta(days=30)
    recertifying.start(
        by=cast.admin, role=Role.objects.get(pk="back.hr"), reviewer=cast.manager, stand_in=cast.admin2, due_on=due
    )
    data = built(RecertificationReport, cast.auditor)
    assert data.lines[0].cells == [f"Personal {today.year}", "Olaf Other", "Personal", "Mara Manager", "offen", due, ""]
    assert [value for _label, value in data.parameters[2:]] == [
        f"0 % abgedeckt, 0 von 1 Rollen unterschrieben, fällig {due:%d.%m.%Y}", 0,
    ]  # fmt: skip


def test_the_concept_is_printed_as_the_database_holds_it(cast):
    lines = [line.cells for line in built(AuthorisationConceptReport, cast.auditor).lines]
    assert [
        "back.payments", "Zahlungsfreigabe", "Back Office; überprüft alle 365 Tage; Inhaber heute: 0; privilegiert",
    ] in lines  # fmt: skip
    assert ["R06", "Buchführung / Zahlungsfreigabe", "back.accounting / back.payments"] in lines
    assert [line[0] for line in lines[-28:]] == [f"R{number:02}" for number in range(1, 29)]


def test_numbers_without_gaps_and_with(cast, monkeypatch):
    with acting("system:test"):
        for sequence in (1, 2, 5, 6, 8):
            Unit.objects.create(company=cast.company, name=f"Lücke {sequence}", side=Side.NEUTRAL, pk=1000 + sequence)
        NumberRange.objects.create(key="test", last=9)

    def ranges(companies):
        rows = Unit.objects.filter(name__startswith="Lücke").annotate(sequence=F("pk") - 1000)
        return numbering.look(
            rows, what="Einheiten", number="sequence", by=["company"], key=lambda row: "test", name=lambda row: "2026"
        )

    monkeypatch.setattr(numbering, "_sources", [ranges])
    data = built(NumberReport, cast.auditor)
    assert [line.cells for line in data.lines] == [["Nordlicht Handel GmbH", "Einheiten", "2026", 5, 9, 4, "3–4, 7, 9"]]
    assert data.parameters[2:] == [("Nummernkreise", 1), ("Lücken", 4)]


@pytest.mark.parametrize("report", REPORTS)
def test_the_front_is_refused_every_one_of_them(cast, report):
    assert report.reference
    with pytest.raises(Denied):
        built(report, cast.front)
    assert built(report, cast.auditor).title == str(report.name)


def test_privileged_use_tells_emergencies_looks_and_acts(cast, second_factor):
    second_factor(cast.admin)
    with acting("system:test"):
        glass = BreakGlass.objects.create(person=cast.sysadmin, reason="Plattenausfall", minutes=30)
    request_role(
        by=fresh(cast.admin), person=cast.other, role=Role.objects.get(pk="back.vendor"), valid_from=TODAY(), reason="x"
    )
    assert [line.cells[1:] for line in built(PrivilegedUseReport, cast.auditor).lines] == [
        [
            "Sigi System",
            "Notfallrechte",
            str(glass),
            f"30 Minuten, {glass.get_state_display()}",
            "Plattenausfall",
            "offen",
        ],
        [
            "Ada Admin",
            "Privilegierte Rolle",
            "Stammdaten Geschäftspartner für Olaf Other",
            "hat eine Freigabe angefordert",
            "x",
            "",
        ],
    ]


def test_where_there_is_no_exception_it_says_so(cast):
    data = built(ExceptionReport, cast.auditor)
    assert (data.lines, data.footer) == ([], "Es liegt nichts dergleichen vor.")


def test_exceptions_are_told_with_what_makes_up_for_them(cast):
    with acting("system:test"):
        board = Role.objects.get(pk="board.back")
        grant_founding(person=cast.other, role=board, approved_by=cast.admin, valid_from=SINCE, reason="cast")
    request_profile(by=cast.admin, profile="small", reason="sieben Leute")
    approvals.vote(Approval.objects.latest("pk"), by=cast.admin2, vote=Vote.YES)
    last = TODAY() + timedelta(days=60)
    request_exception(
        by=cast.admin, person=cast.back, roles=Role.objects.filter(pk__in=["back.accounting", "back.payments"]),
        valid_from=TODAY(), valid_to=last, reason="Urlaub", control="Geschäftsleitung prüft jede Zahlung",
    )  # fmt: skip
    approvals.vote(Approval.objects.latest("pk"), by=fresh(cast.other), vote=Vote.YES)
    data = built(ExceptionReport, cast.auditor)
    assert [line.cells for line in data.lines] == [
        [
            "Bert Buch", "Buchführung / Zahlungsfreigabe", TODAY(), last, "erteilt", "Ada Admin", "Olaf Other",
            "Urlaub", "Geschäftsleitung prüft jede Zahlung",
        ]
    ]  # fmt: skip


def test_the_map_names_tests_that_exist_and_reports_that_are_registered(cast):
    found = list(Requirement.objects.all())
    assert len(found) == len(shipped()) >= 25
    assert not [test for each in found for test in each.tests if not is_there(test)]
    assert all(catalogue.get(code) for each in found for code in each.reports)
    assert {rule for each in found for rule in each.rules} <= set(SeparationRule.objects.values_list("pk", flat=True))
    assert all(each.rules and each.reports and each.tests for each in found)


def is_there(test):
    """Read off the file: the desk imports no test of another room."""
    path, name = test.split("::")
    tree = ast.parse((settings.BASE_DIR / path).read_text())
    return name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_what_compliance_worded_stays_through_the_next_version(cast):
    with acting("system:test"):
        role = Role.objects.get(pk="compliance.officer")
        grant_founding(person=cast.other, role=role, approved_by=cast.admin, valid_from=SINCE, reason="cast")
    found = Requirement.objects.get(pk="late")
    words = {"reference": "BTO 2.2.1 Tz. 8", "text_de": "Neu gefasst.", "text_en": "Worded anew."}
    with pytest.raises(Denied):
        reword(found, by=fresh(cast.auditor), **words)
    reword(found, by=fresh(cast.other), **words)
    with acting("system:test"):
        Requirement.objects.filter(pk="late").update(tests=[])
    write_requirements(None)
    found.refresh_from_db()
    assert {name: getattr(found, name) for name in words} == words
    assert found.tests


def test_one_click_prints_and_the_glance_is_green(cast, client_of):
    browser = client_of(cast.auditor)
    page = browser.get("/desk/evidence/")
    assert page.content.decode().count("note-success") == 2
    assert [row["report"].reference for row in page.context["reports"]][:3] == ["B1", "B3", "B7"]
    answer = browser.post("/desk/evidence/", {"command_id": uuid4(), "report": "access.role_matrix"})
    assert answer.url.startswith("/reports/runs/")
    assert client_of(cast.front).get("/desk/evidence/").status_code == 403
