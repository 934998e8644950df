"""Who lost the second factor or the password is helped by two administrators."""

from uuid import uuid4

import pytest
from allauth.mfa.utils import is_mfa_enabled
from django.db import DatabaseError, transaction
from django.test import Client

from conftest import PASSWORD, fresh
from foundation.access.approvals import vote
from foundation.access.gate import Denied
from foundation.access.models import Approval, SignInHelp, User
from foundation.desk.helping import request_help, take_link
from foundation.jobs.models import Job
from foundation.lib.errors import BusinessError, Conflict
from foundation.notices.models import Notice
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.records.models import AuditEvent

from .test_approvals import decide
from .test_people import send

NEW = "neues-pferd-neue-batterie"


@pytest.fixture
def helped(cast):
    """`helped("password")` asks for help for Olaf and approves it."""

    def helped(lost):
        help = request_help(cast.other, by=fresh(cast.admin), lost=lost, reason="called back")
        vote(Approval.objects.get(), by=fresh(cast.admin2), vote="yes")
        return SignInHelp.objects.get(pk=help.pk)

    return helped


def sign_in(password):
    """A browser in which Olaf is signed in, or None."""
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": "other@nordlicht.example", "password": password})
    return browser if answer.status_code == 302 else None


def test_the_second_factor_goes_and_the_person_is_told(cast, second_factor, helped):
    browser = sign_in(PASSWORD)
    second_factor(cast.other)
    assert browser.get("/").status_code == 200
    helped("factor")
    assert not is_mfa_enabled(User.objects.get(person=cast.other))
    assert browser.get("/").url.startswith("/accounts/login/")
    notice = Notice.objects.get(person=cast.other)
    assert Job.objects.filter(kind="notices.mail", args={"notice": notice.pk}).exists()
    verbs = AuditEvent.objects.filter(verb__startswith="access.help").values_list("verb", "person_id", "key")
    assert list(verbs) == [("access.help.given", cast.admin2.pk, str(cast.other.pk))]


def test_the_link_sets_a_password_once(cast, secure_client_of):
    page = f"/desk/people/{cast.other.pk}/help/"
    assert send(secure_client_of(cast.admin), page, lost="password", reason="called back").status_code == 302
    approval, approver = Approval.objects.get(), secure_client_of(cast.admin2)
    assert decide(approver, approval, vote="yes").status_code == 302
    assert not sign_in(PASSWORD)
    address = f"/desk/help/{approver.get(f'/desk/approvals/{approval.pk}/').context['link_of']}/link/"
    link = approver.post(address).context["address"].removeprefix("http://testserver")
    assert approver.post(address).status_code == 409
    assert approver.get(f"/desk/approvals/{approval.pk}/").context["link_of"] is None
    stranger = Client()
    form = stranger.get(link).url
    assert stranger.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert sign_in(NEW)
    assert Client().get(link).context["token_fail"]


@pytest.mark.parametrize(
    ("person", "asks", "approves"),
    [
        ("admin", "admin", "admin2"),
        ("other", "admin", "admin"),
        ("admin2", "admin", "admin2"),
        ("other", "sysadmin", "admin"),
    ],
)
def test_nobody_does_both_and_nobody_for_himself(cast, person, asks, approves):
    with pytest.raises(Denied):
        request_help(getattr(cast, person), by=fresh(getattr(cast, asks)), lost="factor", reason="x")
        vote(Approval.objects.get(), by=fresh(getattr(cast, approves)), vote="yes")
    assert not SignInHelp.objects.filter(state="granted").exists()


def test_a_second_login_is_no_second_person(cast, secure_client_of):
    """Ada helps Anton; with another login Anton is still Anton."""
    request_help(cast.admin2, by=fresh(cast.admin), lost="factor", reason="x")
    with acting("system:test"):
        User.objects.create_user("anton.again@nordlicht.example", PASSWORD, person=cast.admin2)
    answer = secure_client_of(cast.admin).post(
        f"/desk/approvals/{Approval.objects.get().pk}/", {"command_id": uuid4(), "vote": "yes"}
    )
    assert answer.status_code == 403
    with pytest.raises(Denied):
        vote(Approval.objects.get(), by=fresh(cast.admin2), vote="yes")


def test_only_the_approver_takes_the_link(cast, helped):
    help = helped("password")
    with pytest.raises(Conflict):
        take_link(help, by=fresh(cast.admin))


@pytest.mark.parametrize(
    "change",
    [
        {"state": "granted"},
        {"lost": "password"},
        {"reason": "another"},
        {"person": "front"},
        {"requested_by": "admin2"},
    ],
)
def test_the_database_refuses_help_by_the_back_door(cast, change):
    help = request_help(cast.other, by=fresh(cast.admin), lost="factor", reason="x")
    change = {name: getattr(cast, value, value) for name, value in change.items()}
    with (
        pytest.raises(DatabaseError, match="access.(no_help|help_stays)"),
        acting("system:attack"),
        transaction.atomic(),
    ):
        SignInHelp.objects.filter(pk=help.pk).update(**change)


def test_who_has_left_is_not_helped_in(cast):
    with acting("system:test"):
        Person.objects.filter(pk=cast.other.pk).update(left_on="2021-01-01")
    with pytest.raises(BusinessError) as refused:
        request_help(fresh(cast.other), by=fresh(cast.admin), lost="factor", reason="x")
    assert (refused.value.code, SignInHelp.objects.exists()) == ("access.no_login", False)
