import re
from datetime import date
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BooleanField, CharField, FileField, ModelChoiceField
from django.test import override_settings
from django.utils.translation import override

from foundation.lib.errors import BusinessError, Conflict
from foundation.organisation.models import Company
from foundation.screens.forms import CommandForm, DateField, MoneyField
from foundation.screens.writing import form_page, perform


class CompanyForm(CommandForm):
    name = CharField(label="Name", help_text="As in the register")
    code = CharField(label="Code")
    founded = DateField(label="Founded", required=False)
    capital = MoneyField(label="Capital", required=False)
    active = BooleanField(label="Active", required=False)
    proof = FileField(label="Proof", required=False)


def test_where_nothing_is_chosen_stand_words(db):
    class ChoosingForm(CommandForm):
        company = ModelChoiceField(Company.objects.none())
        parent = ModelChoiceField(Company.objects.none(), required=False)

    form = ChoosingForm()
    with override("en"):
        assert '<option value="" selected>Please choose</option>' in str(form["company"])
        assert '<option value="" selected>–</option>' in str(form["parent"])


@pytest.fixture
def send(hire, ask):
    """`send(key, name="...")` sends the form; `send.requests` are the requests it made."""
    clerk = hire("Ada Sommer")

    def send(key, action, *, htmx=False, **fields):
        headers = {"HX-Request": "true"} if htmx else {}
        request = ask(person=clerk, method="post", data={"command_id": str(key), "code": "x", **fields}, **headers)
        form = CompanyForm(request.POST, request.FILES)
        return perform(request, form, action, message="Saved."), form, request

    return send


def found(data):
    company = Company.objects.create(name=data["name"], code=data["code"])
    return f"/companies/{company.pk}/"


def test_a_form_is_done_and_leads_on(send):
    response, _, request = send(uuid4(), found, name="Südlicht")
    company = Company.objects.get(code="x")
    assert (response.status_code, response["Location"]) == (302, f"/companies/{company.pk}/")
    assert [str(message) for message in get_messages(request)] == ["Saved."]


def test_htmx_is_led_on_by_header(send):
    response, _, _ = send(uuid4(), found, htmx=True, name="Südlicht")
    assert (response.status_code, response["HX-Redirect"]) == (204, f"/companies/{Company.objects.get(code='x').pk}/")


def test_the_same_form_twice_does_nothing_twice(send):
    key = uuid4()
    first, _, _ = send(key, found, name="Südlicht")
    second, _, request = send(key, found, name="Südlicht")
    assert second["Location"] == first["Location"]
    assert Company.objects.filter(name="Südlicht").count() == 1
    assert list(get_messages(request)) == []


@pytest.mark.parametrize(
    "other", [{"name": "Ostlicht"}, {"name": "Südlicht", "proof": SimpleUploadedFile("a.txt", b"other file")}]
)
def test_other_content_under_the_same_key_is_refused(send, other):
    key = uuid4()
    send(key, found, name="Südlicht", proof=SimpleUploadedFile("a.txt", b"file"))
    with pytest.raises(Conflict):
        send(key, found, **other)
    assert Company.objects.filter(code="x").count() == 1


@pytest.mark.parametrize(("field", "place"), [("code", "code"), (None, "__all__"), ("elsewhere", "__all__")])
def test_a_rule_that_says_no_is_shown_at_its_field_and_leaves_nothing(send, field, place):
    def refuse(data):
        found(data)
        raise BusinessError("company.code", "This code is taken.", field=field)

    key = uuid4()
    response, form, _ = send(key, refuse, name="Südlicht")
    assert (response, form.status, form.errors) == (None, 409, {place: ["This code is taken."]})
    assert not Company.objects.filter(name="Südlicht").exists()
    assert send(key, found, name="Südlicht, corrected")[0].status_code == 302


def test_a_wrong_shape_is_never_sent_on(send):
    response, form, _ = send(uuid4(), found, name="", founded="31.02.2026", capital="a lot")
    assert (response, form.status, set(form.errors)) == (None, 422, {"name", "founded", "capital"})


@pytest.mark.parametrize("key", ["", "7", "../x"])
def test_a_form_without_a_proper_key_is_out_of_date(send, key):
    response, form, _ = send(key, found, name="Südlicht")
    assert response is None
    assert set(form.errors) == {"command_id"}


@override_settings(ROOT_URLCONF="foundation.screens.tests.urls")
def test_errors_stand_at_their_field(send, ask):
    _, form, request = send(uuid4(), found, name="", founded="31.02.2026", active="on")
    response = form_page(ask(), form=form, title="New company", submit="Save")
    html = response.content.decode()
    assert response.status_code == 422
    founded = re.search(r"<input[^>]*id_founded\"[^>]*>", html)[0]
    for attribute in (
        'value="31.02.2026"',
        'aria-invalid="true"',
        'aria-describedby="id_founded_error"',
        'class="form-control date"',
    ):
        assert attribute in founded
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<ul class="field-error" id="id_name_error">' in html
    assert '<label class="form-label required" for="id_name">Name</label>' in html
    assert 'enctype="multipart/form-data"' in html


def test_dates_and_amounts_are_shown_as_they_are_typed():

    form = CompanyForm(initial={"founded": date(2026, 11, 23), "capital": 2500000})
    with override("de"):
        assert (form["founded"].value(), form["capital"].value()) == ("23.11.2026", "25.000,00")
    with override("en"):
        assert (form["founded"].value(), form["capital"].value()) == ("23.11.2026", "25,000.00")


def test_each_form_that_is_opened_has_a_key_of_its_own():
    assert CompanyForm()["command_id"].value() != CompanyForm()["command_id"].value()
