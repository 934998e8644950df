"""What is written down, and what is not."""

import json
import logging

import pytest
from django.conf import settings as django_settings

from conftest import PASSWORD
from foundation.access.models import User
from foundation.desk.views import work
from foundation.records.logs import JsonFormatter, RequestIdFilter

from .conftest import OUTSIDE

pytestmark = pytest.mark.django_db
FORMATTER = JsonFormatter()


def lines(caplog):
    """The log as it stands in the file: one JSON object a line."""
    formatted = [FORMATTER.format(record) for record in caplog.records if RequestIdFilter().filter(record)]
    assert [line for line in formatted if "\n" in line or "\r" in line] == []
    return [json.loads(line) for line in formatted]


@pytest.fixture(autouse=True)
def everything(caplog):
    caplog.set_level(logging.INFO)


def test_a_line_says_who_asked_for_what_and_when(cast, client_of, caplog):
    client_of(cast.front).get("/accounting/entries/")
    (line,) = [line for line in lines(caplog) if line["message"] == "Forbidden: /accounting/entries/"]
    assert line["time"].endswith("+00:00")
    assert (line["level"], line["person"]) == ("WARNING", cast.front.pk)


def test_sign_ins_are_logged(cast, sign_in, totp, caplog):
    user = User.objects.get(person=cast.back)
    code = totp(cast.back)
    sign_in(cast.back.email, "falsch", REMOTE_ADDR=OUTSIDE)
    client = sign_in(cast.back.email, REMOTE_ADDR=OUTSIDE)
    client.post("/accounts/2fa/authenticate/", {"code": "000000x"})
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    for _turn in range(11):
        sign_in(cast.second.email, "falsch", REMOTE_ADDR=OUTSIDE)
    said = [line["message"] for line in lines(caplog) if line["logger"] == "foundation.access.adapters"]
    assert said[:4] == [
        f"wrong password, from {OUTSIDE}",
        f"right password of login {user.pk}, from {OUTSIDE}",
        f"wrong second factor of login {user.pk}",
        f"right second factor of login {user.pk}",
    ]
    assert said[-1] == f"sign-in locked, from {OUTSIDE}"


def test_an_error_is_logged_with_its_cause(cast, client_of, caplog, monkeypatch):
    def broken(*args):
        raise RuntimeError("the cause")

    monkeypatch.setattr(work, "render", broken)
    client = client_of(cast.back)
    client.raise_request_exception = False
    client.get("/profile/")
    (line,) = [line for line in lines(caplog) if line["level"] == "ERROR"]
    assert "RuntimeError: the cause" in line["error"]


@pytest.mark.parametrize(
    "sent", ["a\nERROR forged", 'a"}\n{"level": "ERROR"}', "a\r\n\x1b[31mred", "a\u2028b", "a\x00b"]
)
def test_a_line_break_makes_no_line(cast, client, caplog, sent):
    client.post("/accounts/login/", {"login": sent, "password": sent})
    client.get("/accounting/", {"q": sent}, headers={"User-Agent": sent.replace("\x00", ""), "X-Request-Id": "forged"})
    logging.getLogger("house").warning("the name is %s", sent)
    assert lines(caplog)[-1]["message"] == f"the name is {sent}"
    assert {line["level"] for line in lines(caplog)} <= {"INFO", "WARNING"}
    assert "forged" not in {line["request"] for line in lines(caplog)}


def test_no_password_and_no_account_number_is_logged(cast, sign_in, caplog):
    sign_in(cast.back.email, "sehr-geheimes-passwort")
    sign_in(cast.back.email, PASSWORD)
    logging.getLogger("house").warning("paid to DE89370400440532013000")
    text = json.dumps(lines(caplog))
    assert "sehr-geheimes-passwort" not in text and PASSWORD not in text
    assert "DE89370400440532013000" not in text and "DE89\\u20263000" in text


def test_everything_goes_to_standard_output():
    handlers = django_settings.LOGGING["handlers"]
    assert {name: handler["class"] for name, handler in handlers.items()} == {"console": "logging.StreamHandler"}


def test_the_secret_of_a_calendar_address_is_not_logged(client, caplog):
    client.get("/calendar/Umpy2FXeJoCNS7UazFLyrRbrklW3ptVF012OLd934w4.ics")
    assert "Umpy2FXe" not in str(lines(caplog))
    assert [line["message"] for line in lines(caplog) if line["level"] == "WARNING"] == ["Not Found: /calendar/….ics"]
