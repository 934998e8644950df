import json
import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from foundation.organisation.models import Company
from foundation.records import guards, seals
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.models import AuditEvent, AuditPayload, AuditSeal

pytestmark = pytest.mark.django_db


def refused(action, *arguments):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        action(*arguments)
    return guards.explain(caught.value).code


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def company(name="Alpha GmbH"):
    return Company.objects.create(name=name, code=name.split()[0].lower())


def test_every_way_of_writing_leaves_an_event(cast):
    with acting(cast.back, "new branch"):
        made = company()
        Company.objects.filter(pk=made.pk).update(city="Kiel")
        sql("UPDATE organisation_company SET city = 'Bremen' WHERE id = %s", made.pk)
        Company.objects.bulk_create([Company(name="Beta GmbH", code="beta")])
        made.delete()
    events = AuditEvent.objects.filter(table="organisation_company", person_id=cast.back.pk).order_by("id")
    assert [event.operation for event in events] == ["insert", "update", "update", "insert", "delete"]
    assert {(event.actor, event.reason) for event in events} == {(f"person:{cast.back.pk}", "new branch")}
    second = events[1].payload
    assert (json.loads(second.before)["city"], json.loads(second.after)["city"]) == ("", "Kiel")


def test_nobody_writes_without_a_name(cast):
    assert refused(company) == "nobody"


def test_the_inner_actor_holds_until_its_block_ends(cast):
    with acting(cast.back):
        with acting("system:import"):
            company("Alpha GmbH")
        company("Beta GmbH")
    actors = AuditEvent.objects.filter(table="organisation_company", operation="insert").order_by("-id")[:2]
    assert [event.actor for event in actors] == [f"person:{cast.back.pk}", "system:import"]


def test_secrets_stay_out_of_the_trail(cast):
    payloads = AuditPayload.objects.filter(event__table="access_user")
    assert payloads.exists()
    assert not [payload for payload in payloads if "password" in payload.after]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_auditevent SET actor = 'nobody'",
        "DELETE FROM records_auditevent",
        "UPDATE records_auditpayload SET after = '{}'",
        "DELETE FROM records_auditpayload",
        "UPDATE records_auditseal SET hash = 'x'",
        "DELETE FROM records_auditseal",
    ],
)
def test_the_trail_only_grows(cast, statement):
    seals.seal()
    with acting("system:attack"):
        assert refused(sql, statement) == "audit.append_only"


def test_the_trail_is_not_replaced_or_truncated(cast):
    event = AuditEvent.objects.first().pk
    statement = (
        f"INSERT OR REPLACE INTO records_auditpayload (event_id, salt, before, after) VALUES ({event}, '', '', '')"
        if connection.vendor == "sqlite"
        else "TRUNCATE records_auditpayload CASCADE"
    )
    with acting("system:attack"):
        assert refused(sql, statement) == "audit.append_only"


def without_guards(tamper):
    """What the owner of the database file could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            tamper()
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            guards.drop(connection)
            tamper()
            guards.install(connection)


def test_a_migration_that_was_killed_before_it_laid_the_guards_can_be_run_again(db):
    with connection.cursor() as cursor:
        on = ' ON "access_approvalvote"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "guard_vote_stays_upd"{on}')
    assert guards.problems() != []
    call_command("migrate", skip_checks=False, verbosity=0)
    assert guards.problems() == []


def test_a_whole_chain_verifies(cast):
    seals.seal()
    with acting(cast.back):
        happened("test.noted", subject=cast.company, size=3)
    seals.seal()
    assert AuditSeal.objects.count() >= 1
    assert list(seals.verify()) == []
    call_command("audit_verify", verbosity=0)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE records_auditevent SET actor = 'person:99' WHERE id = {event}", "was changed"),
        ("UPDATE records_auditpayload SET after = '{{}}' WHERE event_id = {event}", "payload"),
        ("DELETE FROM records_auditevent WHERE id = {event}", "was deleted"),
    ],
)
def test_tampering_names_the_event(cast, statement, sentence):
    seals.seal()
    event = AuditEvent.objects.order_by("id")[5].pk
    without_guards(lambda: sql(statement.format(event=event)))
    broken = list(seals.verify())
    assert [found.event for found in broken] == [event]
    with pytest.raises(CommandError):
        call_command("audit_verify")


def test_missing_guards_are_named(cast):
    assert guards.problems() == []
    with connection.cursor() as cursor:
        cursor.execute(
            'DROP TRIGGER "guard_records_auditevent_stays_upd"'
            + (" ON records_auditevent" if connection.vendor == "postgresql" else "")
        )
    assert guards.problems() == [
        "guard guard_records_auditevent_stays_upd on records_auditevent is missing or switched off"
    ]


@pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"],
    reason="PostgreSQL seals what has ended, and a test is one transaction",
)
@pytest.mark.parametrize("jump", [-timedelta(hours=1), timedelta(days=1)])
def test_the_chain_follows_the_order_of_events_and_not_the_clock(cast, monkeypatch, jump):
    with acting(cast.back):
        company("Alpha GmbH")
    first = seals.seal()
    monkeypatch.setattr(timezone, "now", lambda: first.at + jump)
    with acting(cast.back):
        company("Beta GmbH")
    second = seals.seal()
    assert (second.at - first.at, second.previous) == (jump, first.hash)
    assert seals.last_seal() == second
    assert list(seals.verify()) == []


@pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="PostgreSQL keeps its guards meanwhile"
)
@pytest.mark.parametrize(
    ("process", "writes"), [(0, True), (os.getpid(), True), (1, False)], ids=["nobody", "this one", "another one"]
)
def test_while_the_guards_are_away_only_who_changes_the_tables_writes(db, process, writes):
    connection.cursor().execute(f"PRAGMA user_version = {process}")
    try:
        with acting("system:test"):
            company()
    except OperationalError as refused:
        assert "its tables are being changed" in str(refused)
    connection.cursor().execute("PRAGMA user_version = 0")
    assert Company.objects.exists() is writes
