"""Passkeys, as a browser with a device of its own makes and uses them."""

import pytest
from playwright.sync_api import expect

from .walker import Walker, words

pytestmark = pytest.mark.browser

PERSON, EMAIL, PASSWORD = "Anke Sievers", "anke.sievers@nordlicht.example", "demo-nordlicht-2026"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def visitor(chromium, demo):
    """Somebody before a browser that can keep passkeys, at the portal by its name."""
    one = Walker(chromium, demo.replace("127.0.0.1", "localhost"))
    browser = one.context.new_cdp_session(one.page)
    browser.send("WebAuthn.enable")
    one.device = browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    one.verifies = lambda yes: browser.send(
        "WebAuthn.setUserVerified", {"authenticatorId": one.device, "isUserVerified": yes}
    )
    yield one
    one.context.close()


def sign_out(visitor):
    visitor.open("/accounts/logout/").press("Sign out")


def test_a_passkey_is_added_used_instead_of_the_password_renamed_and_removed(visitor):
    visitor.sign_in(PERSON).open("/accounts/2fa/")
    visitor.follow(words("Add a passkey")).fill(password=PASSWORD).press("Confirm")
    visitor.fill(name="Mein Laptop").press("Add the passkey")
    visitor.open("/accounts/2fa/").sees("Mein Laptop")
    sign_out(visitor)

    visitor.open("/accounts/login/").press("Sign in with a passkey")
    assert visitor.path == "/"

    sign_out(visitor)
    visitor.open("/accounts/login/").fill(login=EMAIL, password=PASSWORD).press("Sign in")
    assert visitor.path.startswith("/accounts/2fa/authenticate/")
    visitor.press("Confirm with a passkey")
    assert visitor.path == "/"

    visitor.open("/accounts/2fa/").follow(words("Rename")).follow(words("With a passkey"))
    visitor.press("Confirm with a passkey").fill(name="Alter Laptop").press("Save").sees("Alter Laptop")
    visitor.open("/accounts/2fa/").follow(words("Remove"))
    visitor.press("Remove the passkey").sees("Passkeys")
    expect(visitor.main).not_to_contain_text("Alter Laptop")
    sign_out(visitor)


def test_a_device_that_does_not_confirm_is_said(visitor):
    visitor.open("/accounts/login/")
    visitor.main.get_by_role("button", name=words("Sign in with a passkey")).click()
    visitor.sees("The device did not confirm. Please try again.").look()


def test_by_an_ip_address_no_passkey_is_offered_and_the_page_says_why(walker):
    visitor = walker().open("/accounts/login/")
    sentence = "Passkeys belong to a name. Open the portal by its name instead of its IP address; on this machine as “localhost”."
    visitor.sees(sentence)
    assert visitor.main.get_by_role("button", name=words("Sign in with a passkey")).count() == 0
