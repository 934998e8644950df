"""The portal as people walk through it: real server, real worker, the demo company.

Whatever page a walker comes to is looked at in both widths (`Walker.look`). Texts are written as in the code.
"""

import csv
import io
import re

import openpyxl
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.utils import timezone
from playwright.sync_api import expect

from accounting.calc.extf.columns import HEADINGS
from accounting.tests.test_imports import row, upload
from backoffice.home import WORDS
from foundation.organisation.choices import Side

from .serving import serving
from .walker import Walker, words

pytestmark = pytest.mark.browser

BOOKKEEPER, SECOND, HEAD = "Gesa Paulsen", "Olaf Kröger", "Renate Thiessen"
TRADER, AUDITOR = "Svenja Lorenzen", "Rainer Petersen"
SETTLER, SECOND_SETTLER, PAYER = "Inken Mumm", "Hinnerk Stahl", "Jürgen Mahnke"
ADMIN, SECOND_ADMIN = "Ilka Behrens", "Sönke Tamm"
IMPORT = words("Import", "button")
YEAR = str(timezone.localdate().year)  # it stands in the number of every posted entry
PASSWORD, DEMO_PASSWORD = "korrekt-pferd-batterie", "demo-nordlicht-2026"


# 1. The first start


def test_two_administrators_found_the_portal_each_with_a_second_factor(chromium, new_portal):
    with serving(new_portal, worker=False) as address:
        code = (new_portal.folder / "setup-code").read_text()
        first, second = Walker(chromium, address), Walker(chromium, address)
        first.open("/").sees("The company and its first administrator")
        found(first, code, company="Probe GmbH", first_name="Ada", last_name="Erste", email="ada@probe.example")
        second.open("/setup/").sees("The second administrator")
        found(second, code, first_name="Anton", last_name="Zweiter", email="anton@probe.example")
        set_up_second_factor(first, "ada@probe.example")
        set_up_second_factor(second, "anton@probe.example")
        first.open("/setup/", status=404)


def found(visitor, code, **founder):
    visitor.fill(code=code, password=PASSWORD, **founder).press("Go on")


def set_up_second_factor(visitor, email):
    visitor.open("/accounts/login/").fill(login=email, password=PASSWORD).press("Sign in")
    visitor.fill(password=PASSWORD).press("Confirm")
    secret = visitor.main.locator("#authenticator_secret").input_value()
    for _code in range(2):  # the first may run out on its way
        if visitor.path.startswith("/accounts/2fa/totp/"):
            visitor.fill(code=code_of(secret)).press("Activate")
    visitor.sees("Recovery codes").open("/").sees(WORDS[Side.ADMIN])


def code_of(secret):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def test_the_demo_shows_everybody_s_login_and_the_code_of_the_moment(walker):
    walker().open("/accounts/login/").sees(BOOKKEEPER, SECOND_ADMIN).sign_in("Nadja Wolff").look()


# 2. The import of a booking batch


def test_a_bookkeeper_imports_what_she_has_looked_at(walker):
    clerk = walker(BOOKKEEPER)
    import_file(clerk, batch(1, 2))
    clerk.sees("Nothing is in the books yet. Confirmed rows become drafts, which another person posts.")
    clerk.start(IMPORT)

    import_file(clerk, batch(2, 3, wrong={"account": "9876"}))
    assert clerk.main.locator(".figure-value, .figure strong").all_inner_texts() == ["1", "1", "1"]
    clerk.press(IMPORT, status=409).main.locator("#skip_errors").check()
    clerk.start(IMPORT)
    clerk.open("/accounting/entries/?q=Beratung").sees("RE-3")
    assert clerk.main.locator("tbody tr").count() == 3


def test_a_broken_file_names_line_column_value_and_reason(walker):
    clerk = walker(BOOKKEEPER)
    import_file(clerk, batch(4).replace(b"119,00", b"119,0x"))
    sentence = words("Line {row}, column {column}, value “{value}”: {reason}")
    clerk.sees(sentence.format(row=3, column=HEADINGS[0], value="119,0x", reason=""))
    import_file(clerk, b"%PDF-1.7 no batch", status=409)


def batch(*lines, wrong=None):
    """A file with a good row for each of these lines, and the wrong one."""
    today = timezone.localdate()
    rows = [row(line, document_date=today) for line in lines]
    if wrong:
        rows.append(row(99, document_date=today, **wrong))
    return upload(*rows, year=today.year).read()


def import_file(clerk, content, status=200):
    clerk.open("/accounting/imports/new/").put("EXTF_Probe.csv", content).press("Read the file", status)


# 3. An entry by keyboard


def test_an_entry_is_typed_by_keyboard_posted_by_another_and_reversed(walker):
    clerk, second = walker(BOOKKEEPER), walker(SECOND)
    clerk.open("/accounting/entries/").keys("n")
    clerk.type("text", "Werksverkauf Messe").type("line-0-account", "kass")
    expect(clerk.page.locator("#accounts-found option").first).to_have_attribute("value", "1000 Kasse")
    clerk.retype("1000").type("line-0-debit", "2380,00")
    clerk.sees("2.380,00").sees("Kept")

    clerk.open("/accounting/accounts/").open("/accounting/entries/new/")
    clerk.sees("This is what you typed last and did not save.")
    assert clerk.value("text") == "Werksverkauf Messe"
    clerk.type("line-1-account", "8400").type("line-1-tax_code", "USt19").type("line-1-credit", "2380")
    expect(clerk.main.locator("[data-difference]")).to_have_text("0,00")
    clerk.keys("Control+Enter").sees("380,00", "why not?")

    clerk.open("/accounting/entries/?q=Messe").choose("Werksverkauf Messe").keys("b").sees("Left as it is")
    import_file(clerk, batch(5, 6))
    clerk.start(IMPORT)
    second.open("/accounting/entries/?state=draft")
    for text in ("Werksverkauf Messe", "RE-5", "RE-6"):
        second.choose(text)
    second.keys("b").press("Post")

    second.open("/accounting/entries/?q=Messe").page.keyboard.press("p")
    expect(second.page.locator("#preview")).to_contain_text("1000 Kasse")
    second.look().page.keyboard.press("Escape")
    expect(second.page.locator("#preview")).to_be_hidden()
    second.follow(YEAR)
    posted = second.path
    clerk.open(posted).follow("Reverse").press("Reverse").sees("This entry reverses")
    second.open(clerk.path).press("Post").follow(YEAR).sees("This entry is reversed by")
    assert second.path == posted


# 4. What the head of the back office reads


def test_the_head_takes_the_sums_and_the_journal_in_every_format(walker):
    head = walker(HEAD)
    sums = {kind: report(head, "accounting.trial_balance", kind) for kind in ("PDF", "XLSX", "CSV")}
    journal = {kind: report(head, "accounting.journal", kind) for kind in ("PDF", "XLSX", "CSV")}
    for files in (sums, journal):
        assert files["PDF"].startswith(b"%PDF-")
        assert len(sheet(files["XLSX"])) == len(table(files["CSV"])) > 20
    assert [row for row in table(sums["CSV"]) if row[0] == "1200"]


def report(head, code, kind):
    head.open(f"/reports/{code}/").fill(format=kind).press("Make the report")
    return head.waits().download("Download")


def sheet(data):
    return list(openpyxl.load_workbook(io.BytesIO(data), read_only=True).active.iter_rows(values_only=True))


def table(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_on_screen_sums_open_to_lines_and_lines_to_documents(walker):
    clerk, head = walker(BOOKKEEPER), walker(HEAD)
    head.open("/").open("/accounting/trial-balance/").follow("4210").sees("Miete Lager und Büro").follow("BK-")
    clerk.open(head.path).put("mietvertrag.txt", b"Miete").send("Attach")
    expect(clerk.main.get_by_role("link", name="mietvertrag.txt")).to_be_visible()
    clerk.look()
    assert head.open(head.path).download("mietvertrag.txt") == b"Miete"


# 5. The wall


def test_the_front_office_sees_nothing_of_the_books_and_is_told_politely(walker):
    trader = walker(TRADER).open("/").sees(WORDS[Side.FRONT], "What you can do here")
    rooms = trader.page.locator("#menu, main").all_inner_texts()
    assert not [text for text in rooms if words("Accounting") in text or words("Entries") in text]
    trader.open("/reports/").sees("None of your roles comes with a report.")
    for path in ("/accounting/entries/", "/accounting/trial-balance/", "/reports/accounting.journal/", "/desk/audit/"):
        trader.open(path, status=403).sees("You may not do this", "To the home page")
    trader.open("/accounting/nowhere/", status=404).sees("To the home page")


# 6. A new colleague


def test_one_administrator_asks_another_approves_and_the_wall_stands(walker):
    admin, second = walker(ADMIN), walker(SECOND_ADMIN)
    admin.open("/desk/people/").follow("New person")
    admin.fill(
        first_name="Nele", last_name="Neumann", email="nele.neumann@nordlicht.example", company="Nordlicht Handel GmbH"
    )
    admin.press("Add").confirm(DEMO_PASSWORD).sees("Nele Neumann")
    person = admin.path
    admin.follow("Request a role").fill(role="Buchführung", reason="Neue Kollegin").press("Request")

    second.open("/desk/").follow("Neumann").fill(vote="approve").press("Decide").confirm(DEMO_PASSWORD)
    second.open(f"{person}?tab=roles").sees("Buchführung")

    admin.open(person).follow("Request a role").fill(role="Händler / Vertrieb", reason="Versuch").press(
        "Request", status=409
    )
    admin.sees("hat schon die Rolle")
    admin.open("/accounting/entries/posting/", status=403)


# 7. The audit


def test_the_auditor_reads_filters_exports_and_verifies_the_trail(walker):
    auditor = walker(AUDITOR).open("/desk/audit/").fill(table="Buchung")
    assert len(table(auditor.download("CSV"))) > 100
    auditor.open("/desk/audit/verify/").press("Verify now").waits().sees("The audit trail is whole.")
    auditor.open("/accounting/entries/new/", status=403)


# 8. From the deal to the money


def test_a_deal_is_closed_settled_and_paid_each_step_by_another(walker):
    deal, rate, counter_amount = close_deal(walker(TRADER), bank="Alpenbank", amount="160000")

    settler = walker(SETTLER).open(deal)
    settler.keys("b").sees("confirmed")
    settler.keys("t").type("reference", "AS-4711").type("amount", "160000").type("price", rate).type(
        "counter_amount", counter_amount
    )
    settler.keys("Enter").sees("agrees")
    settler.open(deal).keys("b").press("Prepare")
    expect(settler.main.get_by_role("button", name=words("Release"))).to_have_count(0)

    second = walker(SECOND_SETTLER).open(settler.path).press("Release").confirm(DEMO_PASSWORD)
    second.follow("Z-")
    payer = walker(PAYER).open(second.path).press("Release").confirm(DEMO_PASSWORD)
    payer.open(second.path).sees(SECOND_SETTLER, PAYER, "released")

    walker(TRADER).open(deal).sees("settled").open(second.path, status=403)


def close_deal(trader, bank, amount):
    """By keyboard alone, at the rate of the market that the page shows beside the form."""
    trader.open("/settlement/deals/").keys("n").keys("1").type("counterparty", bank)
    trader.type("direction", words("sell")).type("amount", amount).type("price", "1")
    beside = trader.main.locator(".look")
    expect(beside).to_contain_text(words("Reference price"))
    rate = re.search(words("Reference price") + r"\s+([\d,]+)", beside.inner_text())[1]
    trader.retype(rate).type("side_agreements", "-")
    expect(beside).to_contain_text("0,0 %")
    counter = re.search(words("Counter amount") + r"\s+([\d.,]+)", beside.inner_text())[1]
    return trader.keys("Control+Enter").sees(words("captured", "deal")).path, rate, counter


# 9. Where typing begins


def test_typing_begins_at_the_first_field_and_after_a_mistake_at_the_wrong_one(walker):
    controller = walker("Lennart Graf").open("/risk/prices/new/")
    expect(controller.main.locator("[name=kind]")).to_be_focused()
    controller.fill(code="EUR/USD").press("Set", status=422)
    expect(controller.main.locator("[name=price]")).to_be_focused()


# Every other page of the rooms

PAGES = {
    BOOKKEEPER: ["/", "/accounting/accounts/new/", "/accounting/imports/", "/accounting/periods/", "/reports/runs/", "/desk/", "/profile/", "/notices/", "/jobs/"],
    "Dörte Hansen-Wulf": ["/contacts/", "/contacts/new/"],
    "Nadja Wolff": ["/jobs/"],
}  # fmt: skip


@pytest.mark.parametrize("person", PAGES)
def test_every_page_is_accessible_and_silent_in_light_and_dark(walker, person):
    one = walker(person, views=[(1440, 900, "dark"), (390, 844, "light")])
    for path in PAGES[person]:
        one.open(path)
