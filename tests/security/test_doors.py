"""Where nobody may go: other people's things, other companies, and everything when the rules themselves fail."""

import json

import pytest
from django.test import Client

from accounting.tests.test_two_companies import two
from conftest import fresh
from foundation.access import denials, permissions
from foundation.access.models import RoleGrant
from foundation.access.policy import can
from foundation.desk.views import work
from foundation.organisation.models import Company
from foundation.records.models import AuditEvent
from tests.test_doors import READING, WHO, WRITING

from .conftest import ADDRESSES, FORMS

__all__ = ["two"]
pytestmark = [pytest.mark.django_db, pytest.mark.once]
WRITES = AuditEvent.objects.exclude(table__in=("account_emailaddress", "mfa_authenticator"))
ODD = {"HX-Request": "true", "X-HTTP-Method-Override": "GET", "X-Original-URL": "/"}


def shut(table):
    """(address, who) of every door that the table says is shut."""
    for line in table.strip().splitlines()[1:]:
        address, *answers = line.split()
        yield from ((address, who) for who, answer in zip(WHO, answers, strict=True) if answer in ("403", "404"))


def test_what_is_shut_is_shut_for_every_way_of_asking(world):
    """HEAD, another format, a part of the page and a trailing question change nothing."""
    for address, who in shut(READING):
        path, browser = address.format(**world.names), world.browsers[who]
        answers = {browser.head(path).status_code, browser.get(path, {"format": "csv"}, headers=ODD).status_code}
        assert answers <= {403, 404}, (address, who, answers)


def test_a_door_that_is_shut_writes_nothing(world, books):
    """Forms sent by hand behind hidden buttons: the row stays as it was, for everybody whom the table turns away. That
    somebody tried what moves money is noted, and nothing else."""
    mark, before = AuditEvent.objects.latest("pk").pk, WRITES.count()
    nobody = [(address, "anonymous") for address in FORMS]
    for address, who in [*nobody, *((address, who) for address, who in shut(WRITING) if who in ("front", "other"))]:
        world.browsers[who].post(
            address.format(**world.names), {"command_id": "0" * 32, "vote": "yes", "state": "hard"}
        )
    noted = AuditEvent.objects.filter(pk__gt=mark, verb=denials.VERB).select_related("payload").order_by("pk")
    assert [(event.person_id, json.loads(event.payload.after)) for event in noted] == [
        (books.front.pk, {"permission": "accounting.payment:release", "rule": "R05"}),
        (books.other.pk, {"permission": "accounting.payment:release", "rule": "R20"}),
        (books.front.pk, {"permission": "settlement.settlement:release", "rule": "R04"}),
        (books.other.pk, {"permission": "settlement.settlement:release", "rule": "R20"}),
    ]
    assert WRITES.count() == before + len(noted)


def test_every_form_needs_its_token(world):
    cookies = {who: world.browsers[who].cookies for who in WHO}
    for address in FORMS:
        for who in ("back", "manager", "admin", "sysadmin", "auditor"):
            browser = Client(enforce_csrf_checks=True)
            browser.cookies = cookies[who]
            assert browser.post(address.format(**world.names), {"x": "1"}).status_code == 403, (address, who)


@pytest.mark.parametrize("path", ["login/", "logout/", "password/change/", "password/reset/", "2fa/totp/activate/"])
def test_the_forms_around_signing_in_need_it_too(cast, client_of, path):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client_of(cast.back).cookies
    assert browser.post(f"/accounts/{path}").status_code == 403


def test_nothing_echoes_what_it_was_sent(world):
    for address in ADDRESSES:
        answer = world.browsers["back"].generic("TRACE", address.format(**world.names), headers={"X-Secret": "echo-me"})
        assert b"echo-me" not in answer.content, address


def test_where_a_rule_fails_nobody_passes(cast, client_of, monkeypatch):
    def broken_rule(person, obj, at):
        raise ArithmeticError("secret of the rule")

    monkeypatch.setattr(permissions, "_declared", dict(permissions._declared))
    declared = permissions.get("accounting.entry:view")
    permissions.declare(permissions.Permission(declared.code, "x", declared.side, declared.roles, rules=(broken_rule,)))
    client = client_of(cast.back)
    client.raise_request_exception = False
    answer = client.get("/accounting/entries/")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    with pytest.raises(ArithmeticError):
        can(fresh(cast.back), "accounting.entry:view")


def test_an_error_tells_the_number_of_the_request_and_nothing_else(cast, client_of, monkeypatch):
    def broken(*args):
        raise RuntimeError("SELECT password FROM access_user")

    monkeypatch.setattr(work, "render", broken)
    client = client_of(cast.back)
    client.raise_request_exception = False
    answer = client.get("/profile/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert answer["X-Request-Id"] in page
    assert not any(word in page for word in ("SELECT", "RuntimeError", "Traceback", "site-packages", "Django"))


def test_another_company_is_neither_read_nor_linked_nor_counted(two, client_of):
    client = client_of(two.limited)
    client.post("/preferences/", {"company": two.second_company.pk})
    foreign = two.second_entry
    for page in ("", "edit/", "reversal/"):
        assert client.get(f"{foreign.get_absolute_url()}{page}").status_code == 404
    for page in ("discard/", "documents/", "reversal/"):
        assert client.post(f"{foreign.get_absolute_url()}{page}", {"command_id": "0" * 32}).status_code == 404
    for page in ADDRESSES:
        if "{" not in page:
            shown = client.get(page)
            assert "Im Süden" not in shown.content.decode(), page
            assert "Südlicht" not in shown.content.decode(), page
    exported = client.get("/accounting/entries/", {"format": "csv"})
    assert "Im Süden" not in b"".join(exported.streaming_content).decode()
    assert [company.code for company in Company.objects.visible_to(fresh(two.limited))] == ["nordlicht"]


def test_a_role_for_one_company_gives_nothing_in_the_other(two):
    limited = fresh(two.limited)
    assert can(limited, "accounting.entry:capture", two.first_entry)
    assert can(limited, "accounting.entry:capture", two.second_entry).rule == "R20"


def test_one_person_cannot_give_a_role_alone(cast, secure_client_of):
    """V2.3.5: the form asks; only another's vote grants. `test_wall.py` tries the ways around it."""
    client = secure_client_of(cast.admin)
    page = "/desk/roles/request/"
    key = client.get(page).context["form"]["command_id"].value()
    sent = {
        "command_id": key, "person": cast.other.pk, "role": "back.vendor", "valid_from": "h", "reason": "x",
        "approved_by": cast.admin2.pk, "state": "approved", "source": "founding",
    }  # fmt: skip
    assert client.post(page, sent).status_code == 302
    assert not RoleGrant.objects.filter(person=cast.other, role="back.vendor").exists()
