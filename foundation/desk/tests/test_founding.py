"""A new installation names its first two administrators; a known one lets nobody in without a password."""

from datetime import date

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from conftest import PASSWORD
from foundation.access.models import RoleGrant, User
from foundation.access.policy import can
from foundation.organisation.models import Person
from foundation.records.actor import acting


@pytest.fixture
def new(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "setup-code").write_text("only-the-owner-knows")


def found(client, name, code="only-the-owner-knows", **more):
    sent = {
        "command_id": client.get("/setup/").context["form"]["command_id"].value(), "code": code, "first_name": name,
        "last_name": "Anfang", "email": f"{name}@anfang.example".lower(), "password": "viele-gute-worte-9", **more,
    }  # fmt: skip
    return client.post("/setup/", sent)


def test_two_administrators_found_the_installation(new, client, settings):
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/setup/"
    assert found(client, "Eva", company="Anfang GmbH").url == "/setup/"
    assert not RoleGrant.objects.exists()
    assert found(client, "Udo").url == "/accounts/login/"
    for person in Person.objects.all():
        assert can(person, "access.grant:request")
    assert not (settings.VAR_DIR / "setup-code").exists()
    assert client.get("/setup/").status_code == 404


def test_nobody_founds_without_the_code(new, client):
    answer = found(client, "Eva", code="guess", company="Anfang GmbH")
    assert answer.status_code == 409
    assert not User.objects.exists()


def test_a_weak_password_is_refused(new, client):
    assert found(client, "Eva", password="kurz", company="Anfang GmbH").status_code == 422


def test_a_known_installation_is_not_founded_again(cast, client):
    assert client.get("/setup/").status_code == 404


def sign_in(client, email, password):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_the_right_password_signs_in(cast, client):
    assert sign_in(client, cast.back.email, PASSWORD).url == "/"
    assert client.get("/").status_code == 200


def test_ten_wrong_passwords_lock_the_account_even_for_the_right_one(cast, client):
    for _ in range(10):
        assert sign_in(client, cast.back.email, "wrong").status_code == 200
    assert sign_in(client, cast.back.email, PASSWORD).status_code == 429
    assert "_auth_user_id" not in client.session
    assert sign_in(client, cast.second.email, PASSWORD).status_code == 302


def test_recovery_codes_are_shown(cast, secure_client_of):
    client = secure_client_of(cast.admin)
    with acting("system:test"):
        RecoveryCodes.activate(User.objects.get(person=cast.admin))
    assert len(client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]) == 10


def test_the_session_of_a_leaver_ends(cast, client_of):
    client = client_of(cast.back)
    assert client.get("/").status_code == 200
    with acting("system:test"):
        Person.objects.filter(pk=cast.back.pk).update(left_on=date(2021, 1, 1))
    assert client.get("/").url == "/accounts/login/?why=left&next=%2F"


def test_the_demo_offers_a_sign_in_for_each_role(cast, client, settings):
    assert "demo_logins" not in client.get("/accounts/login/").context
    settings.DEMO, settings.DEMO_PASSWORD = True, PASSWORD
    logins = client.get("/accounts/login/").context["demo_logins"]
    assert {login["email"] for login in logins} >= {cast.front.email, cast.auditor.email, cast.admin.email}
    assert cast.other.email in {login["email"] for login in logins}
    assert all(login["totp"] == "" for login in logins)


def test_health_tells_strangers_only_the_word(cast, client):
    assert client.get("/health/live").content == b"ok"
    here, there = client.get("/health/ready"), client.get("/health/ready", REMOTE_ADDR="203.0.113.7")
    assert here.json()["parts"]["guards"] == "ok"
    assert "parts" not in there.json()
