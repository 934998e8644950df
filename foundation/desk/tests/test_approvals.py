"""A role on its way from the request to the grant."""

import html
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from conftest import PASSWORD, fresh
from foundation.access.models import Approval, Role, RoleGrant, User, Viewing
from foundation.access.policy import can
from foundation.desk import worklist
from foundation.organisation.models import Company
from foundation.records.actor import acting

REQUEST = "/desk/roles/request/"


def ask(client, person, role, **more):
    command = client.get(REQUEST).context["form"]["command_id"].value()
    sent = {"command_id": command, "person": person.pk, "role": role, "valid_from": "h", "reason": "project", **more}
    return client.post(REQUEST, sent)


def decide(client, approval, **sent):
    page = f"/desk/approvals/{approval.pk}/"
    command = client.get(page).context["form"]["command_id"].value()
    return client.post(page, {"command_id": command, **sent})


def test_what_one_administrator_asks_the_other_approves(cast, secure_client_of):
    assert ask(secure_client_of(cast.admin), cast.other, "back.vendor").status_code == 302
    approval = Approval.objects.get()
    assert [item.title for item in worklist.of(fresh(cast.admin2))] == [approval.title]
    assert worklist.of(fresh(cast.admin)) == []
    assert decide(secure_client_of(cast.admin2), approval, vote="yes").status_code == 302
    grant = RoleGrant.objects.get(person=cast.other, role="back.vendor")
    assert (grant.requested_by, grant.approved_by) == (cast.admin, cast.admin2)
    assert can(fresh(cast.other), "contacts.partner:edit")


def test_who_approves_sees_from_when_until_when(cast, secure_client_of):
    ask(secure_client_of(cast.admin), cast.other, "back.vendor", valid_from="1.1.2030", valid_to="31.3.2030")
    page = secure_client_of(cast.admin2).get(f"/desk/approvals/{Approval.objects.get().pk}/")
    facts = {str(fact["label"]): fact["value"] for fact in page.context["facts"]}
    assert (facts["Gültig ab"], facts["Gültig bis"]) == ("01.01.2030", "31.03.2030")


def test_the_requester_does_not_approve(cast, secure_client_of):
    client = secure_client_of(cast.admin)
    ask(client, cast.other, "back.vendor")
    answer = decide(client, Approval.objects.get(), vote="yes")
    assert answer.status_code == 403
    assert "R08" in answer.content.decode()


def test_the_receiver_does_not_approve(cast, secure_client_of):
    ask(secure_client_of(cast.admin), cast.admin2, "staff", valid_from="1.1.2030")
    answer = decide(secure_client_of(cast.admin2), Approval.objects.get(), vote="yes")
    assert answer.status_code == 403
    assert "R08" in answer.content.decode()


def test_a_rejection_says_why(cast, secure_client_of):
    ask(secure_client_of(cast.admin), cast.other, "back.vendor")
    client, approval = secure_client_of(cast.admin2), Approval.objects.get()
    assert decide(client, approval, vote="no").status_code == 422
    assert decide(client, approval, vote="no", reason="not needed").status_code == 302
    assert not RoleGrant.objects.filter(person=cast.other, role="back.vendor").exists()


def test_what_is_decided_is_not_decided_again(cast, secure_client_of):
    ask(secure_client_of(cast.admin), cast.other, "back.vendor")
    client, approval = secure_client_of(cast.admin2), Approval.objects.get()
    decide(client, approval, vote="yes")
    assert decide(client, approval, vote="no", reason="changed my mind").status_code == 409


def test_a_conflicting_request_is_refused_with_the_role_in_the_way(cast, secure_client_of):
    answer = ask(secure_client_of(cast.admin), cast.front, "back.accounting")
    assert answer.status_code == 409
    assert "Händler / Vertrieb" in str(answer.context["form"].errors["role"])


def test_a_vote_asks_for_a_fresh_login(cast, client_of, second_factor, secure_client_of):
    ask(secure_client_of(cast.admin), cast.other, "back.vendor")
    second_factor(cast.admin2)
    answer = client_of(cast.admin2).post(f"/desk/approvals/{Approval.objects.get().pk}/", {"vote": "yes"})
    assert "reauthenticate" in answer.url
    assert not RoleGrant.objects.filter(person=cast.other, role="back.vendor").exists()


def test_what_is_sent_to_an_address_with_a_question_is_done_after_the_fresh_login(cast, client_of, second_factor):
    second_factor(cast.admin)
    client, page = client_of(cast.admin), f"/desk/viewing/?person={cast.back.pk}"
    command = client.get(page).context["form"]["command_id"].value()
    asked = client.post(page, {"command_id": command, "person": cast.back.pk, "reason": "question"})
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert client.post(asked.url, {"password": PASSWORD}).url == "/"
    assert Viewing.objects.get().person == cast.back


@pytest.mark.parametrize("name", ["front", "back", "sysadmin"])
def test_others_do_not_see_the_approval(cast, secure_client_of, name):
    ask(secure_client_of(cast.admin), cast.other, "back.vendor", valid_to=f"{date.today():%d.%m.%Y}")
    client = secure_client_of(getattr(cast, name))
    assert client.get(f"/desk/approvals/{Approval.objects.get().pk}/").status_code == 404


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_title_is_said_in_the_language_of_its_reader(cast, secure_client_of, language):
    with acting("system:test"):
        User.objects.filter(person=cast.admin).update(language="en")
        User.objects.filter(person=cast.admin2).update(language=language)
    ask(secure_client_of(cast.admin), cast.other, "back.vendor")
    role = getattr(Role.objects.get(pk="back.vendor"), f"name_{language}")
    said = {"de": f"{role} für Olaf Other", "en": f"{role} for Olaf Other"}[language]
    client = secure_client_of(cast.admin2)
    for page in ("/desk/", "/desk/approvals/", f"/desk/approvals/{Approval.objects.get().pk}/"):
        assert said in html.unescape(client.get(page).content.decode()), page


def test_the_list_reads_all_subjects_at_once(cast, secure_client_of, django_assert_max_num_queries):
    asker, reader = secure_client_of(cast.admin), secure_client_of(cast.admin2)
    ask(asker, cast.other, "back.vendor")
    with CaptureQueriesContext(connection) as one:
        reader.get("/desk/approvals/")
    needed = len(one)
    for role in ("back.head", "back.accounting"):
        ask(asker, cast.other, role)
    assert Approval.objects.count() == 3
    with django_assert_max_num_queries(needed):
        reader.get("/desk/approvals/")


def test_a_role_may_be_asked_for_in_one_company_only(cast, secure_client_of):
    client = secure_client_of(cast.admin)
    assert "company" not in client.get(REQUEST).context["form"].fields
    with acting("system:test"):
        other = Company.objects.create(name="Südlicht GmbH", code="suedlicht")
    assert ask(client, cast.other, "back.vendor", company=other.pk).status_code == 302
    decider, approval = secure_client_of(cast.admin2), Approval.objects.get()
    assert "nur in Südlicht GmbH" in decider.get(f"/desk/approvals/{approval.pk}/").content.decode()
    decide(decider, approval, vote="yes")
    assert RoleGrant.objects.get(person=cast.other, role="back.vendor").company == other


def test_the_database_grants_no_more_than_was_asked_for(cast, secure_client_of):
    with acting("system:test"):
        other = Company.objects.create(name="Südlicht GmbH", code="suedlicht")
    ask(secure_client_of(cast.admin), cast.other, "back.vendor", company=other.pk)
    decide(secure_client_of(cast.admin2), Approval.objects.get(), vote="yes")
    narrow = RoleGrant.objects.get(person=cast.other, role="back.vendor")
    narrow.pk, narrow.company = None, None
    with pytest.raises(DatabaseError, match="access.no_approval"), acting("system:attack"), transaction.atomic():
        narrow.save()
