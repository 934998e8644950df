"""Guessing, replaying, and getting around the second factor."""

import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client, RequestFactory

from conftest import PASSWORD
from foundation.access.lockout import address_of
from foundation.access.models import User
from foundation.records.actor import acting

from .conftest import ADDRESSES, CODE, LOGIN, OUTSIDE, Counting, signed_in

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def seen(answer, email):
    """What a stranger sees, without his own input and the token of the form."""
    page = answer.content.decode().replace(email, "")
    return answer.status_code, answer.get("Location"), TOKEN.sub("", page)


def test_a_known_and_an_unknown_name_look_and_cost_the_same(cast, sign_in, settings):
    settings.PASSWORD_HASHERS = ["tests.security.conftest.Counting"]
    with acting("system:test"):
        known = User.objects.get(person=cast.back)
        known.set_password(PASSWORD)
        known.save()
    found = []
    for email in (known.email, "niemand@nordlicht.example"):
        Counting.times = 0
        client = sign_in(email, "falsch-falsch-falsch")
        found.append((seen(client.answer, email), Counting.times))
    assert found[0] == found[1]
    assert Counting.times == 1


def test_a_forgotten_password_tells_nobody_who_works_here(cast):
    client = Client()
    answers = [seen(client.post(RESET, {"email": email}), email) for email in (cast.back.email, "x@nordlicht.example")]
    assert answers[0] == answers[1]


def test_nobody_has_mails_sent_without_end(cast):
    client = Client()
    answers = {client.post(RESET, {"email": cast.back.email}).status_code for _turn in range(9)}
    assert (answers, len(mail.outbox)) == ({302}, 5)


def test_ten_guesses_at_an_account_also_from_forged_addresses(cast, sign_in):
    answers = [
        sign_in(cast.back.email, f"falsch {turn}", HTTP_X_FORWARDED_FOR=f"198.51.100.{turn}").answer.status_code
        for turn in range(12)
    ]
    assert answers == [200] * 10 + [429] * 2


def test_ones_own_success_does_not_clear_the_guesses_at_others(cast, sign_in):
    for turn in range(59):
        sign_in(f"opfer{turn}@nordlicht.example", "Sommer-2026!!", REMOTE_ADDR=OUTSIDE)
    assert signed_in(sign_in(cast.back.email, REMOTE_ADDR=OUTSIDE))
    more = [sign_in(f"mehr{turn}@nordlicht.example", REMOTE_ADDR=OUTSIDE).answer.status_code for turn in range(2)]
    assert more == [200, 429]


def test_the_sixty_first_sign_in_from_an_address_waits(cast, sign_in):
    answers = [sign_in(f"opfer{turn}@nordlicht.example", REMOTE_ADDR=OUTSIDE).answer.status_code for turn in range(61)]
    assert answers == [200] * 60 + [429]
    assert signed_in(sign_in(cast.back.email, REMOTE_ADDR="192.0.2.1"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "believed"),
    [
        ("192.0.2.9", "198.51.100.1", "192.0.2.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1,10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
        ("192.0.2.9", "198.51.100.1, 10.0.0.2", "192.0.2.9"),
    ],
)
def test_an_address_is_believed_only_from_a_proxy(settings, peer, forwarded, believed):
    settings.TRUSTED_PROXIES = ["10.0.0.1", "10.0.0.2"]
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)) == believed


@pytest.mark.parametrize(("peer", "is_secure"), [("10.0.0.1", True), ("192.0.2.9", False)])
def test_a_proxy_that_lies_changes_nothing(cast, settings, client, peer, is_secure):
    """Forged, these headers would make a plain line look like TLS, and another host like ours."""
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["testserver"]
    forged = {
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_FOR": "127.0.0.1",
    }
    answer = client.get("/accounts/login/", REMOTE_ADDR=peer, **forged)
    assert answer.status_code == (200 if is_secure else 301)
    assert "evil.example" not in answer.get("Location", "") + answer.content.decode()


def test_half_a_sign_in_opens_no_page(world, cast, totp, sign_in):
    totp(cast.back)
    client = sign_in(cast.back.email)
    assert client.answer.url == CODE
    for address in ADDRESSES:
        answer = client.get(address.format(**world.names))
        assert (answer.status_code, answer.url.startswith(LOGIN)) == (302, True), address


def test_a_code_serves_once_also_in_another_process(cast, totp, sign_in):
    code = totp(cast.back)()
    first, second = sign_in(cast.back.email), sign_in(cast.back.email)
    first.post(CODE, {"code": code})
    cache.clear()  # each web process has a cache of its own
    second.post(CODE, {"code": code})
    assert (signed_in(first), signed_in(second)) == (True, False)


def test_a_recovery_code_serves_once(cast, totp, recovery_codes, sign_in):
    totp(cast.back)
    code = recovery_codes(cast.back)[0]
    first, second = sign_in(cast.back.email), sign_in(cast.back.email)
    first.post(CODE, {"code": code})
    cache.clear()
    second.post(CODE, {"code": code})
    assert (signed_in(first), signed_in(second)) == (True, False)


def test_recovery_codes_cannot_be_guessed(cast, totp, recovery_codes):
    totp(cast.back)
    codes = recovery_codes(cast.back)
    assert len(set(codes)) == len(codes) >= 10
    assert all(len(code) >= 8 for code in codes)


def test_ten_wrong_codes_lock_the_right_one_too(cast, totp, sign_in):
    code = totp(cast.back)
    client = sign_in(cast.back.email)
    answers = []
    for turn in range(10):
        answers.append(client.post(CODE, {"code": f"wrong{turn}"}).status_code)
        client = sign_in(cast.back.email)  # a new half of a sign-in does not clear the count
    last = client.post(CODE, {"code": code()})
    assert (answers, last.status_code, signed_in(client)) == ([200] * 10, 429, False)


def test_the_code_of_another_opens_nothing(cast, totp, sign_in):
    totp(cast.back)
    others = totp(cast.second)
    client = sign_in(cast.back.email)
    client.post(CODE, {"code": others()})
    assert not signed_in(client)


def test_a_forgotten_password_leaves_the_second_factor(cast, totp, sign_in):
    code = totp(cast.back)
    client = Client()
    client.post(RESET, {"email": cast.back.email})
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    new = "ganz-anders-als-vorher"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert is_mfa_enabled(User.objects.get(person=cast.back))
    assert client.get(link).status_code == 200  # a link serves once: no second form
    client = sign_in(cast.back.email, new)
    assert (client.answer.url, signed_in(client)) == (CODE, False)
    client.post(CODE, {"code": code()})
    assert signed_in(client)


def test_a_link_for_a_password_serves_once_and_for_an_hour(cast, settings):
    user = User.objects.get(person=cast.back)
    link = default_token_generator.make_token(user)
    assert default_token_generator.check_token(user, link)
    settings.PASSWORD_RESET_TIMEOUT = -1  # as if the hour were over
    assert not default_token_generator.check_token(user, link)
    settings.PASSWORD_RESET_TIMEOUT = 3600
    with acting("system:test"):
        user.set_password("ganz-anders-als-vorher")
        user.save()
    assert not default_token_generator.check_token(user, link)


def test_a_code_of_yesterday_opens_nothing(cast, sign_in):
    secret = generate_totp_secret()
    with acting("system:test"):
        TOTP.activate(User.objects.get(person=cast.back), secret)
    now = next(iter(yield_hotp_counters_from_time()))
    client = sign_in(cast.back.email)
    for counter in (now - 2880, now - 3, now + 3):
        client.post(CODE, {"code": format_hotp_value(hotp_value(secret, counter))})
        assert not signed_in(client)


@pytest.mark.parametrize("name", ["admin", "sysadmin"])
def test_a_privileged_role_does_nothing_without_a_second_factor(world, cast, client_of, name):
    with acting("system:test"):
        User.objects.get(person=getattr(cast, name)).authenticator_set.all().delete()
    client = client_of(getattr(cast, name))
    for address in ADDRESSES:
        assert client.get(address.format(**world.names)).url == "/accounts/2fa/totp/activate/", address


def test_everybody_may_be_asked_for_a_second_factor(cast, client_of, totp, settings):
    settings.SECOND_FACTOR_FOR_ALL = True
    client = client_of(cast.front)
    assert client.get("/").url == "/accounts/2fa/totp/activate/"
    in_background = client.get("/badges/", headers={"HX-Request": "true"})
    assert in_background.status_code == 204, "fetching that page would show another secret"
    totp(cast.front)
    assert client.get("/").status_code == 200


# --- Passwords -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("elf-zeichen", False),
        ("zwölf-zeiche", True),
        ("password1234", False),
        ("qwertyuiop123", False),
        ("bert.buch.bert", False),
        ("Backoffice2026", False),
        ("Nordlicht-2026!", False),
        ("nur kleine buchstaben", True),
        ("x€🗝 " * 32, True),
    ],
)
def test_which_passwords_are_taken(cast, password, fine):
    taken = True
    try:
        validate_password(password, User.objects.get(person=cast.back))
    except ValidationError:
        taken = False
    assert taken is fine


def test_a_long_password_counts_to_its_last_character(cast, sign_in):
    long = "ä" * 127 + "x"
    with acting("system:test"):
        user = User.objects.get(person=cast.back)
        user.set_password(long)
        user.save()
    assert signed_in(sign_in(cast.back.email, long))
    assert not signed_in(sign_in(cast.back.email, long[:-1] + "X"))


def test_password_fields_hide_and_take_what_a_manager_pastes():
    page = Client().get(LOGIN, follow=True).content.decode()
    fields = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    if not fields:  # an empty portal is founded first
        fields = re.findall(r'<input[^>]*name="password"[^>]*>', Client().get("/setup/").content.decode())
    assert len(fields) == 1
    assert 'type="password"' in fields[0]
    assert "autocomplete" in fields[0] and "off" not in fields[0] and "paste" not in page


def test_the_own_password_is_changed_by_who_knows_it(cast, sign_in):
    client = sign_in(cast.back.email)
    new = "ganz-anders-als-vorher"
    change = "/accounts/password/change/"
    client.post(change, {"oldpassword": "falsch", "password1": new, "password2": new})
    assert not User.objects.get(person=cast.back).check_password(new)
    client.post(change, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert User.objects.get(person=cast.back).check_password(new)


# --- Who gets in at all ----------------------------------------------------------------------------------------------
def test_a_new_portal_has_nobody_with_a_known_password(db):
    call_command("migrate", stdout=StringIO())
    assert not User.objects.exists()


def test_nobody_signs_up(cast):
    before = User.objects.count()
    sent = {"email": "neu@nordlicht.example", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/accounts/signup/", sent)
    assert User.objects.count() == before


def test_the_address_of_a_login_is_not_changed_by_its_owner(cast, sign_in):
    client = sign_in(cast.back.email)
    client.post("/accounts/email/", {"action_add": "", "email": "fremd@nordlicht.example"})
    assert set(EmailAddress.objects.filter(user__person=cast.back).values_list("email", flat=True)) == {cast.back.email}
