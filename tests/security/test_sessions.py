"""Sessions begin anew with each sign-in, end when they should, and money wants a fresh one."""

import json
import subprocess
import sys
import time
from datetime import date
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session

from conftest import PASSWORD, SINCE, fresh
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import end_grant
from foundation.access.choices import GrantSource
from foundation.access.models import RoleGrant, User
from foundation.access.sessions import end_sessions
from foundation.contacts.models import Partner, PartnerBankAccount
from foundation.jobs import handlers
from foundation.records.actor import acting
from foundation.reports.models import ReportRun
from tests.faults.forms import send

from .conftest import LOGIN

pytestmark = pytest.mark.django_db
NEW = "ganz-anders-als-vorher"


def session_id(client):
    return client.cookies["sessionid"].value


def is_over(client):
    return client.get("/").headers.get("Location", "").startswith(LOGIN)


def changed(client, **values):
    """The session as if it had been written at another time."""
    session = client.session
    session.update(values)
    session.save()


def test_a_sign_in_begins_a_new_session(cast, sign_in, client):
    client.cookies["sessionid"] = "of-the-attacker-of-the-attacker-"
    sign_in(cast.back.email, client=client)
    assert session_id(client) != "of-the-attacker-of-the-attacker-"
    first = session_id(client)
    client.post("/accounts/logout/")
    sign_in(cast.back.email, client=client)
    assert session_id(client) != first


def test_a_session_id_cannot_be_guessed(cast, sign_in):
    ids = {session_id(sign_in(cast.back.email)) for _turn in range(3)}
    assert len(ids) == 3
    assert {len(one) for one in ids} == {32}  # of 36 characters: 165 bits


def test_after_signing_out_the_old_session_opens_nothing(cast, sign_in, client):
    sign_in(cast.back.email, client=client)
    old = session_id(client)
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = old
    assert is_over(client)
    assert not Session.objects.filter(session_key=old).exists()


def test_a_changed_password_ends_all_other_sessions(cast, sign_in):
    here, there = sign_in(cast.back.email), sign_in(cast.back.email)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    here.post("/accounts/password/change/", sent)
    assert (is_over(here), is_over(there)) == (False, True)


def test_a_disabled_login_is_out_at_the_next_click(cast, client_of):
    client = client_of(cast.back)
    with acting("system:test"):
        User.objects.filter(person=cast.back).update(is_active=False)
    assert is_over(client)


def test_the_administration_ends_the_sessions_of_a_person(cast, sign_in):
    client = sign_in(cast.back.email)
    client.get("/")
    with acting(cast.admin):
        end_sessions(User.objects.get(person=cast.back), why="ended")
    assert is_over(client)


def test_one_sees_and_ends_ones_own_sessions(cast, sign_in):
    here, there = sign_in(cast.back.email), sign_in(cast.back.email)
    here.get("/"), there.get("/")
    page = here.get("/accounts/sessions/")
    assert len(page.context["sessions"]) == 2
    here.post("/accounts/sessions/")
    assert (is_over(here), is_over(there)) == (False, True)


@pytest.mark.parametrize(
    ("minutes_idle", "hours_long", "over"), [(29, 0, False), (31, 0, True), (0, 11, False), (0, 13, True)]
)
def test_a_session_ends_after_half_an_hour_of_rest_and_twelve_hours(cast, sign_in, minutes_idle, hours_long, over):
    client = sign_in(cast.back.email)
    client.get("/")
    now = time.time()
    changed(client, seen=now - 60 * minutes_idle, began=now - 3600 * hours_long)
    assert is_over(client) is over


@pytest.mark.parametrize(("hours_ahead", "over"), [(-1, False), (24, True)])
def test_a_clock_that_jumps_prolongs_no_session(cast, sign_in, hours_ahead, over):
    """Put back, the last click lies in the future; rest is counted from the next one."""
    client = sign_in(cast.back.email)
    client.get("/")
    now = time.time()
    changed(client, seen=now - 3600 * hours_ahead, began=now - 3600 * hours_ahead)
    assert is_over(client) is over
    assert over or client.session["seen"] <= time.time()


def test_every_page_leads_to_signing_out(world):
    for who in ("front", "back", "admin", "auditor"):
        assert 'action="/accounts/logout/"' in world.browsers[who].get("/").content.decode()


# --- A fresh sign-in for what matters --------------------------------------------------------------------------------
@pytest.fixture
def vendor(cast):
    """Keeps partners and their bank accounts."""
    with acting("system:test"):
        person = create_person_with_login(
            company=cast.company, first_name="Vera", last_name="Vertrag", email="vera@nordlicht.example",
            joined_on=SINCE, password=PASSWORD,
        )  # fmt: skip
        RoleGrant.objects.create(
            person=person, role_id="back.vendor", valid_from=SINCE, reason="test", source=GrantSource.FOUNDING,
            requested_by=cast.admin, approved_by=cast.admin2,
        )  # fmt: skip
        Partner.objects.create(company=cast.company, number="70001", kind="supplier", name="Ahorn", pk=7)
    return person


@pytest.mark.parametrize(("minutes", "asked_again"), [(1, False), (6, True)])
def test_where_money_goes_is_changed_after_a_fresh_sign_in_only(vendor, sign_in, minutes, asked_again):
    client = sign_in(vendor.email)
    methods = client.session["account_authentication_methods"]
    again = {**methods[0], "at": time.time() - 60 * minutes, "reauthenticated": True}
    changed(client, account_authentication_methods=[again])
    sent = {"iban": "DE89370400440532013000", "holder": "Ahorn", "valid_from": "h", "command_id": uuid4()}
    answer = client.post("/contacts/7/bank-accounts/new/", sent)
    assert answer.url.startswith("/accounts/reauthenticate/") is asked_again
    assert PartnerBankAccount.objects.exists() is not asked_again


@pytest.mark.parametrize("page", ["2fa/totp/activate/", "2fa/webauthn/add/"])
def test_what_one_signs_in_with_is_changed_after_a_fresh_sign_in_only(cast, sign_in, page):
    client = sign_in(cast.back.email)
    methods = client.session["account_authentication_methods"]
    changed(client, account_authentication_methods=[{**methods[0], "at": time.time() - 6 * 60}])
    answer = client.get(f"/accounts/{page}")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/reauthenticate/")


# --- Rights are those of the moment ----------------------------------------------------------------------------------
def test_a_role_that_was_taken_is_gone_at_the_next_click_and_for_the_waiting_report(books, client_of, capture):
    capture()
    client = client_of(books.back)
    address = "/reports/accounting.trial_balance/"
    year = client.get(address).context["form"]["fiscal_year"].field.queryset.first()
    asked = send(client, address, address, fiscal_year=year.pk, first=1, last=12, format="csv")
    assert asked.status_code == 302
    grant = RoleGrant.objects.get(person=books.back, role="back.accounting")
    with acting("system:test"):
        RoleGrant.objects.filter(pk=grant.pk).update(valid_to=date(2021, 1, 1))
    assert client.get("/accounting/entries/").status_code == 403
    run = ReportRun.objects.get()
    handlers.run(run.job_id)
    run.refresh_from_db()
    assert (run.job.state, run.is_finished) == ("refused", False)


def test_ending_a_role_by_its_administrator_is_seen_the_day_after(cast):
    grant = RoleGrant.objects.get(person=cast.other, role="back.hr")
    end_grant(grant, by=fresh(cast.admin), on=date(2100, 1, 1))
    grant.refresh_from_db()
    assert grant.valid_to == date(2100, 1, 1)


# --- Cookies ---------------------------------------------------------------------------------------------------------
def test_with_tls_cookies_are_bound_to_this_host(tmp_path):
    names = (
        "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
        "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE",
        "CSRF_COOKIE_SAMESITE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    )  # fmt: skip
    code = f"""
import json
from django.conf import settings
print(json.dumps([*(getattr(settings, name) for name in {names!r}), settings.SECURE_HSTS_SECONDS >= 31536000]))
"""
    environment = {
        "TLS": "true", "SECRET_KEY": "x" * 60, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "backoffice.settings",
        "PATH": "/usr/bin:/bin",
    }  # fmt: skip
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=django_settings.BASE_DIR, env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout) == [
        "__Host-session", True, True, "Lax", None, "/", "__Host-csrf", True, "Lax", True, True, True,
    ]  # fmt: skip


def test_the_session_travels_in_its_cookie_alone(cast, sign_in):
    client = sign_in(cast.back.email)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    page = client.get("/")
    assert session_id(client) not in page.content.decode() + str(page.headers)
