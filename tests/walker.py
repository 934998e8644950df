"""A person in a browser: what somebody does in the portal, and what every page that he comes to has to stand."""

import json
import re

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import expect

AXE = Axe().axe_script
VIEWS = ((1440, 900, "light"), (390, 844, "dark"))
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
expect.set_options(timeout=20_000)
JOB_SECONDS, PATIENCE_SECONDS = 60, 20
MOST_TABS = 60


def words(text, context=""):
    """A text of the screen, as the code says it, in the language of the walk."""
    with translation.override("de"):
        return pgettext(context, text) if context else gettext(str(text))


class Walker:
    """`look()` is called on every page: axe finds nothing at both widths, the console is silent, no request failed."""

    def __init__(self, browser, address, views=VIEWS):
        self.address, self.views, self.noise = address, views, []
        self.context = browser.new_context(base_url=address, locale="de-DE", reduced_motion="reduce")
        self.context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.page = self.context.new_page()
        self.main = self.page.locator("main")
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)
        self._take(views[0])

    def _heard(self, message):
        if message.type == "error" and not message.text.startswith("Failed to load resource"):  # `_answered` names it
            self.noise.append(message.text)

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # the page was left while it asked
            self.noise.append(f"{request.failure} {request.url}")

    def _answered(self, response):
        if response.status >= 400 and not response.request.is_navigation_request():
            self.noise.append(f"{response.status} {response.url}")

    # coming to a page

    def open(self, path, status=200):
        return self._came(self.page.goto(path), status)

    def press(self, button, status=200):
        return self._go(self.main.locator("button", has_text=words(button)).first, status)

    def send(self, button):
        """What is sent and answered on the page itself."""
        self.main.locator("button", has_text=words(button)).first.click()
        return self

    def start(self, button):
        """A job, which leads to another page as soon as it is done."""
        with self.page.expect_navigation():
            self.main.locator("button", has_text=words(button)).first.click()
        return self.waits()

    def follow(self, link):
        return self._go(self.main.get_by_role("link", name=words(link)).first)

    def keys(self, *pressed, status=200):
        """The last of these keys leads to another page."""
        *before, last = pressed
        for key in before:
            self.page.keyboard.press(key)
        with self.page.expect_navigation() as arrival:
            self.page.keyboard.press(last)
        return self._came(arrival.value, status)

    def confirm(self, password):
        """Gives the password once more where the page asks for a fresh sign-in."""
        if "/reauthenticate/" in self.page.url:
            self.fill(password=password).press("Confirm")
        return self

    def _go(self, element, status=200):
        with self.page.expect_navigation() as arrival:
            element.click()
        return self._came(arrival.value, status)

    def _came(self, response, status):
        assert response.status == status, f"{response.url} answered {response.status}"
        return self.look()

    def look(self):
        for view in self.views:
            self._take(view)
            problems = [(rule["id"], [node["html"][:160] for node in rule["nodes"]][:3]) for rule in self._violations()]
            assert problems == [], f"{self.page.url} {view}: {json.dumps(problems, indent=1)}"
            sideways = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert sideways <= 1, f"{self.page.url} {view} scrolls sideways by {sideways}px"
        self._take(self.views[0])
        assert self.noise == [], f"{self.page.url}: {self.noise}"
        return self

    def _violations(self):
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        return self.page.evaluate("options => axe.run(options).then(result => result.violations)", WCAG)

    def _take(self, view):
        width, height, scheme = view
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme=scheme)

    # doing something there

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.main.locator(f"[name={name}]")
            if field.first.get_attribute("type") == "radio":
                self.main.get_by_label(words(value), exact=True).check()
            elif field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=words(value))
            else:
                field.fill(value)
        return self

    def put(self, name, content):
        """A file into the file field of the page."""
        self.main.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": content}
        )
        return self

    def tab_to(self, name):
        """By the tabulator alone to the field of this name."""
        for _step in range(MOST_TABS):
            if self.page.evaluate("document.activeElement.name") == name:
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The tabulator does not come to {name}.")

    def type(self, name, text):
        self.tab_to(name).page.keyboard.type(text)
        return self

    def retype(self, text):
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def choose(self, text):
        """The box in front of the row in which this text stands."""
        self.main.get_by_role("row").filter(has_text=text).get_by_role("checkbox").check()
        return self

    def download(self, link):
        with self.page.expect_download() as waiting:
            self.main.get_by_role("link", name=words(link)).first.click()
        return waiting.value.path().read_bytes()

    # seeing

    def sees(self, *texts):
        for text in texts:
            expect(self.main).to_contain_text(words(text))
        return self

    def waits(self):
        """For the job that the page follows."""
        running = self.main.locator(".job-progress[hx-get]")
        expect(running).to_have_count(0, timeout=JOB_SECONDS * 1000)
        self.page.wait_for_load_state()
        return self.look()

    def value(self, name):
        return self.main.locator(f"[name={name}]").input_value()

    @property
    def path(self):
        return self.page.url.removeprefix(self.address)

    # signing in

    def sign_in(self, person):
        """By the demo's own table on the sign-in page, with the second factor where the person has one."""
        self.page.goto("/accounts/login/")
        self._pick(person)
        self.page.wait_for_load_state()
        for _code in range(2):  # the first may run out on its way
            if "/2fa/" in self.page.url:
                self._pick(person)
        self.page.wait_for_url(f"{self.address}/")
        return self

    def _pick(self, person):
        self.main.get_by_role("button", name=re.compile(rf"\b{person}\b")).click()
        with self.page.expect_navigation():
            self.main.locator("form button[type=submit]").first.click()
