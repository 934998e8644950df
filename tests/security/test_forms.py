"""Forms do what their fields say, as often as they may, and nothing else."""

import json
from uuid import uuid4

import pytest
from django.db import transaction

from accounting.tests.test_screens import typed
from foundation.records.models import AuditEvent, AuditPayload
from foundation.reports.models import ReportRun

from .fuzz import EXTRA

pytestmark = pytest.mark.django_db
SMUGGLED = {
    "is_superuser": "1", "is_staff": "1", "is_active": "0", "kind": "service", "approved_by": "1", "posted_by": "1", "captured_by": "1",
    "state": "posted", "full_number": "AB-2026-99999", "company_id": "99", "person_id": "1", "granted_at": "2020-01-01", "source": "founding",
    "hold": "1",
}  # fmt: skip
CHANGING = ("at", "on", "id", "key", "digest", "command")


class Rollback(Exception):
    pass


def effects(client, address, sent):
    """What a form did, by the audit trail: table, kind, and the new row without what is new each time. Undone again."""
    found, mark = [], AuditEvent.objects.latest("pk").pk
    try:
        with transaction.atomic():
            answer = client.post(address, {**sent, "command_id": uuid4()})
            assert answer.status_code == 302, answer.context and answer.context["form"].errors
            events = AuditEvent.objects.filter(pk__gt=mark).order_by("pk")
            made = {event.key for event in events}
            for event in events:
                if event.table != "records_command":
                    after = AuditPayload.objects.get(pk=event.pk).after
                    found.append((event.table, event.operation, event.verb, _lasting(after, made)))
            raise Rollback
    except Rollback:
        return found


def _lasting(after, made):
    row = json.loads(after or "{}")
    return {
        name: value
        for name, value in row.items()
        if not name.endswith(CHANGING) and str(value) not in made and name not in ("number", "content")
    }


PERSON = {"first_name": "Nele", "last_name": "Neu", "email": "nele@nordlicht.example", "joined_on": "01.02.2026"}
VALID = {
    "a person": ("admin", "/desk/people/new/", lambda world, books: {**PERSON, "company": books.company.pk}),
    "a changed person": (
        "admin", "/desk/people/{person}/edit/",
        lambda world, books: {**{name: PERSON[name] for name in ("first_name", "last_name", "email")}, "unit": books.front.unit_id},
    ),
    "a request": (
        "admin", "/desk/roles/request/",
        lambda world, books: {"person": books.second.pk, "role": "back.vendor", "valid_from": "h", "reason": "x"},
    ),
    "an ended role": ("admin", "/desk/grants/{grant}/end/", lambda world, books: {"on": "h"}),
    "an entry": ("back", "/accounting/entries/new/", lambda world, books: typed(books)),
    "a changed draft": ("back", "/accounting/entries/{draft}/edit/", lambda world, books: typed(books, text="Anders")),
    "a reversal": (
        "back", "/accounting/entries/{entry}/reversal/", lambda world, books: {"posting_date": "31.03.2026", "text": "Storno"},
    ),
    "an account": (
        "back", "/accounting/accounts/new/", lambda world, books: {"number": "4711", "name": "Neu", "kind": "expense", "position": ""},
    ),
    "a report": (
        "back", "/reports/{report}/",
        lambda world, books: {"fiscal_year": ReportRun.objects.get().params["fiscal_year"], "first": 1, "last": 12, "format": "csv"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", VALID)
def test_smuggled_fields_change_nothing(world, books, form):
    who, address, fields = VALID[form]
    path, sent, client = address.format(**world.names), fields(world, books), world.browsers[who]
    plain = effects(client, path, sent)
    extra = {**dict.fromkeys(EXTRA, "1"), **SMUGGLED}
    assert (
        effects(client, path, {**{name: value for name, value in extra.items() if name not in sent}, **sent}) == plain
    )
    assert plain


def test_a_form_is_read_from_its_body_alone(world, books):
    """What stands in the address or a cookie as well is no field."""
    client = world.browsers["admin"]
    client.cookies["first_name"] = "Cookie"
    answer = client.post("/desk/people/new/?first_name=Query&last_name=Q&email=q@q.example", {"command_id": uuid4()})
    assert answer.status_code == 422
    assert answer.context["form"]["first_name"].value() in (None, "")


def test_the_key_of_another_form_is_of_no_use(world, books):
    key = uuid4()
    sent = {"on": "h", "command_id": key}
    path = f"/desk/grants/{world.names['grant']}/end/"
    assert world.browsers["admin"].post(path, sent).status_code == 302
    address = "/accounting/entries/new/"
    assert world.browsers["back"].post(address, {**typed(books), "command_id": key}).status_code == 409


def test_the_sixty_first_file_waits(books, client_of, capture):
    """Reports and exports count together, for the person and not for the browser."""
    capture()
    client, other = client_of(books.back), client_of(books.back)
    address = "/reports/accounting.trial_balance/"
    form = client.get(address).context["form"]
    sent = {"fiscal_year": form["fiscal_year"].field.queryset.first().pk, "first": 1, "last": 12, "format": "csv"}
    assert client.post(address, {**sent, "command_id": uuid4()}).status_code == 302
    answers = [client.get("/accounting/accounts/", {"format": "csv"}).status_code for _turn in range(60)]
    assert answers == [200] * 59 + [429]
    refused = other.post(address, {**sent, "command_id": uuid4()})
    assert (refused.status_code, ReportRun.objects.count()) == (429, 1)
    assert "zehn Minuten" in refused.content.decode()
    assert client_of(books.second).get("/accounting/accounts/", {"format": "csv"}).status_code == 200
