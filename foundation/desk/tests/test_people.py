"""What the administration of access does with people after they joined."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import fresh
from foundation.access.actions.people import change_person, end_employment
from foundation.access.actions.roles import request_role
from foundation.access.gate import Denied
from foundation.access.models import AddressChange, Approval, Role, RoleGrant, RoleRequest, SignInHelp
from foundation.access.policy import roles_of
from foundation.desk.addresses import change_data
from foundation.desk.helping import request_help
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Unit
from foundation.records.actor import acting

TODAY = timezone.localdate()


def send(client, page, **sent):
    command = client.get(page).context["form"]["command_id"].value()
    return client.post(page, {"command_id": command, **sent})


@pytest.fixture
def leaver(cast):
    """A colleague with roles, an open request about him, and one that he asked for himself."""
    request_role(by=cast.admin, person=cast.other, role=Role.objects.get(pk="back.head"), valid_from=TODAY, reason="x")
    return cast.other


def test_what_ends_is_shown_before_it_is_confirmed(cast, leaver, client_of, secure_client_of):
    client_of(leaver)
    client, page = secure_client_of(cast.admin), f"/desk/people/{leaver.pk}/end/"
    ends = client.get(page).context["ends"]
    assert {grant.role_id for grant in ends.grants} == {"staff", "back.hr"}
    assert [request.role_id for request in ends.requests] == ["back.head"]
    assert not ends.needed
    answer = send(client, page, on="h", reason="Kündigung")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["confirmed"]
    assert send(client, page, on="h", reason="Kündigung", confirmed="on").status_code == 302
    assert set(RoleGrant.objects.filter(person=leaver).values_list("valid_to", flat=True)) == {TODAY}
    assert (RoleRequest.objects.get().state, Approval.objects.get().state) == ("withdrawn", "withdrawn")
    shown = client.get(f"/desk/people/{leaver.pk}/?tab=history").content.decode()
    assert "Kündigung" in shown
    assert fresh(leaver).left_on == TODAY


def test_the_sessions_of_who_has_left_are_over(cast, leaver, client_of):
    client = client_of(leaver)
    assert client.get("/").status_code == 200
    end_employment(leaver, by=cast.admin, on=TODAY - timedelta(days=1), reason="notice")
    assert client.get("/").url.startswith("/accounts/login/")
    assert roles_of(fresh(leaver)) == set()


def test_what_was_asked_for_the_sign_in_is_withdrawn_too(cast, leaver, secure_client_of):
    change_data(leaver, by=cast.admin, email="new@nordlicht.example")
    request_help(leaver, by=cast.admin, lost="password", reason="lost")
    page = f"/desk/people/{leaver.pk}/end/"
    shown = secure_client_of(cast.admin).get(page).context["ends"].sign_in
    assert [type(asked) for asked in shown] == [AddressChange, SignInHelp]
    end_employment(leaver, by=cast.admin, on=TODAY, reason="notice")
    states = [model.objects.get().state for model in (RoleRequest, AddressChange, SignInHelp)]
    assert states == ["withdrawn"] * 3
    assert set(Approval.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_two_administrators_remain(cast):
    with pytest.raises(BusinessError) as no:
        end_employment(cast.admin2, by=cast.admin, on=TODAY, reason="notice")
    assert no.value.code == "access.two_administrators"


@pytest.mark.parametrize("name", ["front", "back", "other", "sysadmin", "auditor", "admin2"])
def test_only_the_administration_of_access_changes_others(cast, name):
    by, whom = getattr(cast, name), cast.admin2
    with pytest.raises(Denied):
        end_employment(whom, by=by, on=TODAY, reason="x")
    with pytest.raises(Denied):
        change_person(whom, by=by, first_name="X")


def test_name_and_unit_change_at_once(cast, secure_client_of):
    with acting("system:test"):
        unit = Unit.objects.create(company=cast.company, name="Personal", side="back")
    page = f"/desk/people/{cast.other.pk}/edit/"
    sent = {"first_name": "Olaf", "last_name": "Neumann", "email": cast.other.email, "unit": unit.pk}
    assert send(secure_client_of(cast.admin), page, **sent).status_code == 302
    person = fresh(cast.other)
    assert (str(person), person.unit, AddressChange.objects.exists()) == ("Olaf Neumann", unit, False)


def test_the_address_of_another_is_refused(cast, secure_client_of):
    page = f"/desk/people/{cast.other.pk}/edit/"
    sent = {"first_name": "Olaf", "last_name": "Other", "email": cast.front.email}
    answer = send(secure_client_of(cast.admin), page, **sent)
    assert answer.status_code == 409
    assert list(answer.context["form"].errors) == ["email"]
