"""The audit trail as the auditor reads it."""

import pytest
from django.core.management import CommandError, call_command

from foundation.access.models import RoleGrant
from foundation.desk import verifying
from foundation.jobs import handlers
from foundation.jobs.actions import enqueue
from foundation.notices.models import Notice
from foundation.organisation.models import Company
from foundation.records import seals
from foundation.records.actor import acting
from foundation.records.models import AuditEvent, AuditPayload, AuditSeal

AUDIT = "/desk/audit/"
VERIFY = f"{AUDIT}verify/"


@pytest.fixture
def moved(cast):
    with acting(cast.back, "moved house"):
        Company.objects.update(city="Kiel")
    return AuditEvent.objects.get(table="organisation_company", operation="update")


def shown(answer):
    return answer.content.decode().count(f'href="{AUDIT}')


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("table=organisation_company&operation=update", True),
        ("person={back}&operation=update", True),
        ("person={front}&operation=update", False),
        ("search=moved+house", True),
        ("search=moved+boat", False),
        ("at_from=h&operation=update&table=organisation_company", True),
        ("at_to=01.01.2020", False),
    ],
)
def test_filters_narrow_the_trail(cast, moved, client_of, query, found):
    query = query.format(back=cast.back.pk, front=cast.front.pk)
    page = client_of(cast.auditor).get(f"{AUDIT}?{query}").content.decode()
    assert (f'href="{AUDIT}{moved.pk}/"' in page) is found


def test_an_event_shows_before_and_after(cast, moved, client_of):
    page = client_of(cast.auditor).get(f"{AUDIT}{moved.pk}/").content.decode()
    assert "Lübeck</del>" in page
    assert "Kiel</ins>" in page
    assert "moved house" in page


def test_the_trail_is_exported_by_those_who_read_it(cast, moved, client_of):
    answer = client_of(cast.auditor).get(f"{AUDIT}?search=moved+house&format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Bert Buch" in lines[1]


@pytest.fixture
def verify(cast, client_of):
    """The auditor asks, the worker works, the auditor reads the page."""

    def verify():
        client = client_of(cast.auditor)
        command = client.get(VERIFY).context["form"]["command_id"].value()
        assert client.post(VERIFY, {"command_id": command}).url == VERIFY
        waiting = client.get(VERIFY)
        job = waiting.context["check"]
        follow = f"{VERIFY}{job.pk}/progress/"
        assert f'hx-get="{follow}"' in waiting.content.decode()
        handlers.run(job.pk)
        assert "hx-get" not in client.get(follow).content.decode()
        return client.get(VERIFY)

    return verify


def test_the_auditor_verifies_chain_and_separation(verify, cast):
    seals.seal()
    check = verify().context["check"]
    assert check.requested_by == cast.auditor
    assert check.result == {"events": AuditSeal.objects.get().count, "breaks": [], "conflicts": []}
    call_command("access_scan", verbosity=0)


def test_the_check_names_the_first_bad_event_and_is_kept(verify, moved, without_guards):
    seals.seal()
    with without_guards(), acting("system:attack"):
        kept = AuditPayload.objects.get(event=moved).before
        AuditPayload.objects.filter(event=moved).update(before="{}")
    page = verify().content.decode()
    sentence = f"Der Inhalt des Ereignisses {moved.pk} wurde geändert oder gelöscht."
    assert f'<a href="{AUDIT}{moved.pk}/">{sentence}</a>' in page
    with without_guards(), acting("system:attack"):
        AuditPayload.objects.filter(event=moved).update(before=kept)
    again = verify()
    assert again.context["check"].result["breaks"] == []
    assert [check.result["breaks"][0]["sentence"] for check in again.context["earlier"]] == [sentence]


def test_a_check_is_refused_when_the_role_ended_meanwhile(cast, db):
    job = enqueue(verifying.KIND, key="late", by=cast.back)
    handlers.run(job.pk)
    job.refresh_from_db()
    assert job.state == "refused"


def test_the_nightly_scan_tells_the_audit_what_the_wall_let_through(cast, without_guards):
    with without_guards(), acting("system:attack"):
        RoleGrant.objects.filter(person=cast.front, role="staff").update(role_id="back.accounting")
    with pytest.raises(CommandError):
        call_command("access_scan", verbosity=0)
    assert list(Notice.objects.values_list("person", "url")) == [(cast.auditor.pk, f"{AUDIT}verify/")]
