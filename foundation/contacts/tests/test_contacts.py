from datetime import date
from uuid import uuid4

import pytest
from django.http import Http404

from foundation.access.choices import GrantSource
from foundation.access.gate import Denied
from foundation.access.models import Role, RoleGrant, User
from foundation.contacts import views
from foundation.contacts.actions import add_bank_account, add_contact, change_partner, create_partner
from foundation.contacts.calc.iban import is_iban
from foundation.contacts.calc.vat import is_vat_id
from foundation.contacts.forms import PartnerFilters
from foundation.contacts.models import Partner
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Company
from foundation.records.actor import acting
from foundation.screens.search import ENOUGH, find

IBAN = "DE89 3704 0044 0532 0130 00"


@pytest.fixture
def staff(hire):
    """`staff("Ada Sommer", "back.vendor")` hires somebody into a role, everywhere or in one company."""
    first, second = hire("Grace Asker"), hire("Otto Giver")

    def staff(name, role, company=None):
        person = hire(name)
        with acting("system:test"):
            RoleGrant.objects.create(
                person=person,
                role=Role.objects.get(code=role),
                company=company,
                valid_from=date(2024, 1, 1),
                reason="test",
                source=GrantSource.FOUNDING,
                requested_by=first,
                approved_by=second,
            )
        return person

    return staff


@pytest.fixture
def vendor(staff):
    return staff("Ada Sommer", "back.vendor")


@pytest.fixture
def partner(vendor, company):
    return create_partner(
        by=vendor,
        company=company,
        number="10001",
        kind="customer",
        name="Müller & Söhne",
        legal_form="GmbH",
        city="Köln",
    )


@pytest.mark.parametrize(
    ("iban", "right"),
    [
        ("DE89370400440532013000", True),
        ("GB82WEST12345698765432", True),
        ("DE88370400440532013000", False),
        ("DE8937040044053201300", False),
        ("de89370400440532013000", False),
        ("", False),
    ],
)
def test_an_iban_is_known_by_its_check_digits(iban, right):
    assert is_iban(iban) is right


@pytest.mark.parametrize(
    ("vat_id", "right"),
    [("DE136695976", True), ("DE136695978", False), ("DE12345678", False), ("ATU12345678", True), ("X1", False)],
)
def test_a_vat_id_is_known_by_its_shape_and_the_german_one_by_its_check_digit(vat_id, right):
    assert is_vat_id(vat_id) is right


@pytest.mark.parametrize("words", ["mueller", "MÜLLER", "soehne koeln", "10001"])
def test_a_partner_is_found_however_its_name_is_written(partner, vendor, words):
    assert list(PartnerFilters({"q": words}).apply(Partner.objects.visible_to(vendor))) == [partner]


def test_a_number_belongs_to_one_partner_of_a_company(partner, vendor, company):
    with pytest.raises(BusinessError) as taken:
        create_partner(by=vendor, company=company, number="10001", kind="supplier", name="Other")
    assert (taken.value.code, taken.value.field) == ("contacts.number_taken", "number")


def test_a_changed_name_is_searched_by_its_new_spelling(partner, vendor):
    assert change_partner(partner, by=vendor, name="Größe AG", legal_form="").search_name == "10001 groesse ag koeln"


def test_a_long_name_is_kept_however_long_its_spelling_for_the_search_gets(partner, vendor):
    assert change_partner(partner, by=vendor, name="ä" * 160, city="ß" * 80, legal_form="ü" * 40).name == "ä" * 160


def test_a_bank_account_is_checked_and_added_once(partner, vendor):
    account = add_bank_account(partner, by=vendor, iban=IBAN, holder="Müller", valid_from=date(2026, 1, 1))
    assert (account.iban, str(account)) == ("DE89370400440532013000", "DE89 … 3000")
    for iban, code in ((IBAN, "contacts.iban_known"), ("DE00", "contacts.iban")):
        with pytest.raises(BusinessError) as refused:
            add_bank_account(partner, by=vendor, iban=iban, holder="Müller", valid_from=date(2026, 1, 1))
        assert (refused.value.code, refused.value.field) == (code, "iban")


@pytest.mark.parametrize(
    ("role", "sees", "keeps"),
    [
        ("back.vendor", True, True),
        ("back.accounting", True, False),
        ("back.payments", True, False),
        ("risk.controller", True, False),
        ("audit.internal", True, False),
        ("front.trader", False, False),
        ("front.head", False, False),
        ("back.switchboard", False, False),
        ("admin.access", False, False),
    ],
)
def test_who_sees_and_who_keeps_partners(partner, staff, company, ask, role, sees, keeps):
    person = staff("Ben Winter", role)
    assert Partner.objects.visible_to(person).exists() is sees
    if not sees:
        with pytest.raises(Denied):
            views.partners(ask(person=person))
        with pytest.raises(Denied):
            views.partner(ask(person=person), partner.pk)
    if not keeps:
        with pytest.raises(Denied):
            change_partner(partner, by=person, name="Mine")
        with pytest.raises(Denied):
            create_partner(by=person, company=company, number="2", kind="customer", name="Mine")
        with pytest.raises(Denied):
            add_bank_account(partner, by=person, iban=IBAN, holder="Mine", valid_from=date(2026, 1, 1))
        with pytest.raises(Denied):
            add_contact(partner, by=person, name="Mine")


def test_a_role_in_one_company_reaches_no_other(partner, staff, ask):
    with acting("system:test"):
        other = Company.objects.create(name="Südlicht GmbH", code="sued")
    person = staff("Ben Winter", "back.vendor", other)
    assert not Partner.objects.visible_to(person).exists()
    with pytest.raises(Http404):
        views.partner(ask(person=person), partner.pk)


def test_a_partner_is_found_behind_a_thousand_of_his_name_in_another_company(company, staff):
    names = {"kind": "customer", "name": "Petersen"}
    with acting("system:test"):
        other = Company.objects.create(name="Südlicht GmbH", code="sued")
        Partner.objects.bulk_create(Partner(company=company, number=str(each), **names) for each in range(ENOUGH))
        partner = Partner.objects.create(company=other, number="K-1", city="Kiel", **names)
    person = staff("Ben Winter", "back.vendor", other)
    for text in ("petersen", "petresen", "kiel petersen"):
        [group] = find(person, text, kind="partners")
        assert [hit.url for hit in group.hits] == [partner.get_absolute_url()]


def test_a_new_partner_comes_from_its_form(vendor, company, ask):
    fields = {"company": company.pk, "number": "7", "kind": "supplier", "name": "Wind", "country": "DE"}
    response = views.create(ask(person=vendor, method="post", data={"command_id": str(uuid4()), **fields}))
    assert response["Location"] == Partner.objects.get(number="7").get_absolute_url()


@pytest.fixture
def signed_in(client):
    def signed_in(person):
        with acting("system:test"):
            client.force_login(User.objects.create_user(person.email, person=person))
        return client

    return signed_in


def test_the_list_offers_what_one_may_do(partner, vendor, staff, signed_in):
    assert "/contacts/new/" in signed_in(vendor).get("/contacts/").text
    page = signed_in(staff("Ben Winter", "back.accounting")).get("/contacts/").text
    assert "Müller" in page
    assert "/contacts/new/" not in page


def test_the_list_is_of_the_company_that_one_works_in(partner, vendor, signed_in):
    with acting("system:test"):
        other = Company.objects.create(name="Südlicht GmbH", code="suedlicht")
    create_partner(by=vendor, company=other, number="10001", kind="customer", name="Zander")
    browser = signed_in(vendor)
    assert names_in(browser) == (True, False)
    session = browser.session
    session["company"] = other.pk
    session.save()
    assert names_in(browser) == (False, True)


def names_in(browser):
    page = browser.get("/contacts/").text
    return "Müller" in page, "Zander" in page


def test_the_whole_iban_is_shown_only_to_whom_keeps_it(partner, vendor, staff, signed_in):
    add_bank_account(partner, by=vendor, iban=IBAN, holder="Müller", valid_from=date(2026, 1, 1))
    address = f"{partner.get_absolute_url()}?tab=bank"
    assert IBAN in signed_in(vendor).get(address).text
    page = signed_in(staff("Ben Winter", "back.accounting")).get(address).text
    assert IBAN not in page
    assert "DE89 … 3000" in page


@pytest.mark.parametrize("tab", ["", "facts", "contacts", "history", "nonsense"])
def test_each_tab_answers(partner, vendor, signed_in, tab):
    add_contact(partner, by=vendor, name="Ida Kern")
    page = signed_in(vendor).get(f"{partner.get_absolute_url()}?tab={tab}")
    assert page.status_code == 200
    assert ("Ida Kern" in page.text) is (tab in {"contacts", "history"})


@pytest.mark.parametrize("form", ["edit/", "bank-accounts/new/", "contacts/new/"])
def test_each_form_opens(partner, vendor, signed_in, form):
    assert signed_in(vendor).get(f"{partner.get_absolute_url()}{form}").status_code == 200
