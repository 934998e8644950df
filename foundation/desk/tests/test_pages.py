"""Who gets which page of the desk."""

import pytest
from django.urls import reverse
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from foundation.access.models import RoleGrant, User
from foundation.organisation.models import Company
from foundation.records.models import AuditEvent

EVERYONE = ["/", "/desk/", "/profile/", "/profile/?tab=rights", "/desk/approvals/"]
PEOPLE, ROLES, REQUEST = "/desk/people/", "/desk/roles/", "/desk/roles/request/"
AUDIT, VERIFY, ADD = "/desk/audit/", "/desk/audit/verify/", "/desk/people/new/"
RESTRICTED = [PEOPLE, ADD, ROLES, REQUEST, AUDIT, VERIFY, "/admin/"]
OPEN_TO = {
    "front": [],
    "back": [],
    "other": [PEOPLE],
    "manager": [PEOPLE],
    "admin": [PEOPLE, ADD, ROLES, REQUEST],
    "sysadmin": [PEOPLE, "/admin/"],
    "auditor": [PEOPLE, ROLES, AUDIT, VERIFY],
}


@pytest.mark.parametrize("name", OPEN_TO)
def test_each_person_gets_the_own_pages_and_no_others(cast, secure_client_of, name):
    client = secure_client_of(getattr(cast, name))
    for page in EVERYONE:
        assert client.get(page).status_code == 200, page
    for page in RESTRICTED:
        assert client.get(page, follow=True).status_code == (200 if page in OPEN_TO[name] else 403), page


@pytest.mark.parametrize("page", ["/", "/desk/", PEOPLE, AUDIT, "/profile/", "/admin/"])
def test_strangers_are_sent_to_the_sign_in(cast, client, page):
    assert client.get(page, follow=True).redirect_chain[-1][0].startswith("/accounts/login/")


def test_the_front_office_reads_what_it_can_do_here(cast, client_of):
    client = client_of(cast.front)
    page = client.get("/").content.decode()
    assert "Frieda" in page
    assert AUDIT not in page
    assert PEOPLE not in page


def test_the_menu_of_the_auditor_leads_to_the_trail(cast, client_of):
    page = client_of(cast.auditor).get("/").content.decode()
    assert f'href="{AUDIT}"' in page
    assert f'href="{REQUEST}"' not in page


def test_a_privileged_role_works_only_with_a_second_factor(cast, client_of):
    client = client_of(cast.admin)
    for page in ("/", PEOPLE, REQUEST, "/profile/"):
        assert client.get(page).url == reverse("mfa_activate_totp")
    way = client_of(cast.sysadmin).get("/admin/", follow=True).redirect_chain
    assert reverse("mfa_activate_totp") in [url for url, _status in way]


def test_people_and_roles_tell_who_holds_what_and_why(cast, secure_client_of):
    client = secure_client_of(cast.admin)
    for tab in ("facts", "roles", "history"):
        assert client.get(f"/desk/people/{cast.back.pk}/?tab={tab}").status_code == 200
    page = client.get("/desk/roles/front.trader/").content.decode()
    assert "Frieda Front" in page
    assert "R01" in page


def test_a_new_person_is_added_and_found(cast, secure_client_of):
    client = secure_client_of(cast.admin)
    command = client.get(ADD).context["form"]["command_id"].value()
    sent = {
        "command_id": command, "first_name": "Nele", "last_name": "Neu", "email": "nele@nordlicht.example",
        "company": cast.company.pk, "joined_on": "01.02.2026",
    }  # fmt: skip
    answer = client.post(ADD, sent)
    assert answer.status_code == 302
    assert "Nele Neu" in client.get(f"{PEOPLE}?search=nele").content.decode()
    again = client.post(ADD, {**sent, "command_id": client.get(ADD).context["form"]["command_id"].value()})
    assert again.status_code == 409
    assert "email" in again.context["form"].errors


def test_a_role_is_ended_by_a_form(cast, secure_client_of):
    client = secure_client_of(cast.admin)
    grant = RoleGrant.objects.get(person=cast.front, role="front.trader")
    page = f"/desk/grants/{grant.pk}/end/"
    command = client.get(page).context["form"]["command_id"].value()
    assert client.post(page, {"command_id": command, "on": "h"}).status_code == 302
    grant.refresh_from_db()
    assert grant.valid_to is not None


@pytest.mark.parametrize("model", ["access/rolegrant", "access/user", "organisation/company", "records/auditevent"])
def test_the_system_administration_only_reads(cast, secure_client_of, model):
    client = secure_client_of(cast.sysadmin)
    assert client.get(f"/admin/{model}/").status_code == 200
    before = RoleGrant.objects.count(), Company.objects.count()
    key = RoleGrant.objects.first().pk if model == "access/rolegrant" else 1
    for page in (f"/admin/{model}/add/", f"/admin/{model}/{key}/delete/"):
        assert client.post(page, {"valid_to": ""}).status_code in {403, 404, 302}
    assert (RoleGrant.objects.count(), Company.objects.count()) == before


def test_grants_are_not_written_in_the_system_administration(cast, secure_client_of):
    client = secure_client_of(cast.sysadmin)
    grant = RoleGrant.objects.first()
    assert client.post("/admin/access/rolegrant/add/", {}).status_code == 403
    assert client.post(f"/admin/access/rolegrant/{grant.pk}/change/", {"valid_to": ""}).status_code == 403
    assert client.post(f"/admin/access/rolegrant/{grant.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_schedule_of_jobs_is_changed_and_noted(cast, secure_client_of):
    every = IntervalSchedule.objects.create(every=1, period="days")
    task = PeriodicTask.objects.create(name="nightly", task="jobs.nightly", interval=every)
    client = secure_client_of(cast.sysadmin)
    page = f"/admin/django_celery_beat/periodictask/{task.pk}/change/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"interval": every.pk, "description": "paused"}).status_code == 302
    task.refresh_from_db()
    assert not task.enabled
    assert AuditEvent.objects.get(verb="desk.schedule.changed").person_id == cast.sysadmin.pk


def test_preferences_are_kept_with_the_login_or_in_a_cookie(cast, client, client_of):
    answer = client.post("/preferences/", {"language": "en", "theme": "dark", "next": "//evil.example/"})
    assert answer.url == "/"
    assert {name: client.cookies[name].value for name in ("django_language", "theme")} == {
        "django_language": "en",
        "theme": "dark",
    }
    assert client_of(cast.back).post("/preferences/", {"theme": "dark", "next": "/desk/"}).url == "/desk/"
    client_of(cast.back).post("/preferences/", {"theme": "pink", "language": "xx"})
    user = User.objects.get(person=cast.back)
    assert (user.theme, user.language) == ("dark", "de")
