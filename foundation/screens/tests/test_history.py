import json
from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from foundation.records.models import AuditEvent, AuditPayload
from foundation.screens import history
from foundation.screens.history import Change, HistoryEvent, history_of, in_words, register_words

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def note(db):
    """`note("update", {...}, {...})` writes an event as the triggers do, of a row that does not exist (any more)."""

    def note(operation, before=None, after=None, *, table="organisation_person", person=None, verb="", reason=""):
        event = AuditEvent.objects.create(
            at=AT,
            transaction=1,
            operation=operation,
            verb=verb,
            table=table,
            key="990",
            person_id=person and person.pk,
            actor=f"person:{person.pk}" if person else "system:demo",
            reason=reason,
            digest="",
        )
        texts = {side: json.dumps(row) if row else "" for side, row in (("before", before), ("after", after))}
        AuditPayload.objects.create(event=event, salt="", **texts)

    return note


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    monkeypatch.setattr(history, "_words", {})
    with override("en"):
        yield


def test_the_trail_of_a_row_in_words(note, hire):
    ada, ben = hire("Ada Sommer"), hire("Ben Winter")
    note("insert", None, {"id": 990, "last_name": "Herbst", "joined_on": "2026-01-02", "company_id": ada.company_id})
    note("update", {"id": 990, "left_on": None}, {"id": 990, "left_on": "2026-12-31"}, person=ben, reason="notice")
    note("update", {"company_id": ada.company_id}, {"company_id": 123456}, person=ada)
    note("delete", {"last_name": "Herbst"}, None)
    assert history_of("organisation_person", 990) == [
        HistoryEvent(AT, "The portal (demo)", "deleted", [Change("last name", "Herbst", "")], ""),
        HistoryEvent(AT, "Ada Sommer", "changed", [Change("company", "Nordlicht Handel GmbH", "company 123456")], ""),
        HistoryEvent(AT, "Ben Winter", "changed", [Change("left on", "", "31.12.2026")], "notice"),
        HistoryEvent(
            AT,
            "The portal (demo)",
            "created",
            [
                Change("company", "", "Nordlicht Handel GmbH"),
                Change("last name", "", "Herbst"),
                Change("joined on", "", "02.01.2026"),
            ],
            "",
        ),
    ]


def test_a_row_written_again_as_it_was_tells_nothing(note):
    note("update", {"last_name": "Herbst"}, {"last_name": "Herbst"})
    note("update", {"last_name": "Herbst"}, {"last_name": "Herbst"}, reason="recertified")
    assert [event.reason for event in history_of("organisation_person", 990)] == ["recertified"]


def test_choices_are_shown_by_label(note):
    note("update", {"side": "front"}, {"side": "back"}, table="organisation_unit")
    assert history_of("organisation_unit", 990)[0].changes == [Change("side", "Front office", "Back office")]


def test_what_the_portal_works_out_is_for_the_reader_of_the_audit_trail_only(note):
    note("update", {"name": "a", "search_name": "a"}, {"name": "b", "search_name": "b"}, table="contacts_partner")
    assert history_of("contacts_partner", 990)[0].changes == [Change("name", "a", "b")]
    whole = in_words(AuditEvent.objects.filter(key="990"))[0].changes
    assert [change.field for change in whole] == ["name", "search name"]


def test_secrets_are_never_shown(note):
    note("update", {"password": "a", "is_active": True}, {"password": "b", "is_active": 0}, table="access_user")
    assert history_of("access_user", 990)[0].changes == [Change("active", "Yes", "No")]


def test_rooms_name_their_own_events(note):
    register_words("hr.person.joined", "joined as number {number}{missing}")
    note("event", None, {"number": 7}, verb="hr.person.joined")
    note("event", None, {"number": 8}, verb="hr.person.left")
    assert [(event.sentence, event.changes) for event in history_of("organisation_person", 990)] == [
        ("hr.person.left", []),
        ("joined as number 7", []),
    ]


def test_an_erased_payload_and_a_table_that_is_gone_are_still_events(note):
    note("update", table="organisation_person")
    note("update", {"a": 1}, {"a": 2}, table="gone")
    assert [event.changes for event in history_of("organisation_person", 990) + history_of("gone", 990)] == [[], []]


def test_a_long_trail_asks_as_often_as_a_short_one(note, hire, django_assert_num_queries):
    ada = hire("Ada Sommer")
    for times in (1, 3):
        for _ in range(times):
            note("update", {"company_id": ada.company_id}, {"company_id": 5}, person=ada)
        with django_assert_num_queries(3):
            history_of("organisation_person", 990)
