"""A walk through the portal in Chromium: real server, real worker, demo company. Each page in both widths."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
pytestmark = [pytest.mark.browser]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """The address of a demo portal with web and worker of its own."""
    var = tmp_path_factory.mktemp("portal")
    port = free_port()
    env = {
        **os.environ, "VAR_DIR": str(var), "DATABASE_URL": f"sqlite:///{var / 'portal.sqlite3'}", "REDIS_URL": "",
        "DEMO": "true", "DEBUG": "false", "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    for folder in ("broker", "broker-control"):
        (var / folder).mkdir()
    subprocess.run([sys.executable, "manage.py", "setup"], cwd=ROOT, env=env, check=True)
    web = [
        sys.executable,
        "-m",
        "gunicorn",
        "backoffice.wsgi",
        "-b",
        f"127.0.0.1:{port}",
        "-w",
        "2",
        "--no-control-socket",
    ]
    worker = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "backoffice",
        "worker",
        "--pool",
        "threads",
        "--concurrency",
        "1",
        "-l",
        "error",
    ]
    children = [subprocess.Popen(command, cwd=ROOT, env=env) for command in (web, worker)]
    try:
        wait_for(f"http://127.0.0.1:{port}/health/live")
        yield f"http://127.0.0.1:{port}"
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(20)


def wait_for(address, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        yield browser
        browser.close()


class Walker:
    """One person in one browser window. Every page it opens is checked by axe, and the console must stay silent."""

    def __init__(self, browser, portal, width, language="de", scheme="light"):
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        self.portal = portal
        self.context = browser.new_context(viewport=size, locale="de-DE", color_scheme=scheme)
        self.page = self.context.new_page()
        self.noise = []
        self.page.on("console", lambda message: message.type == "error" and self.noise.append(message.text))
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))

    def open(self, path):
        answer = self.page.goto(f"{self.portal}{path}")
        assert answer.status == 200, (path, answer.status)
        self.check(path)
        return self

    def check(self, path=""):
        found = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        problems = [
            (rule["id"], [node["html"][:160] for node in rule["nodes"]][:3]) for rule in found.response["violations"]
        ]
        assert problems == [], f"{path}: {json.dumps(problems, indent=1)}"
        assert self.noise == [], f"{path}: {self.noise}"
        sideways = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert sideways <= 1, f"{path} scrolls sideways by {sideways}px"

    def sign_in(self, role):
        """By the demo's own table on the sign-in page, with the second factor where the role has one."""
        self.open("/accounts/login/")
        row = self.page.locator(".demo-logins tr", has_text=role).first
        row.get_by_role("button").click()
        code = row.locator("td").nth(4).inner_text().strip()
        self.page.locator("form button[type=submit]", has_text=re.compile("Anmelden")).click()
        if code:
            self.page.wait_for_url("**/2fa/authenticate/**")
            self.page.locator("input[name=code]").fill(
                self.page.locator("[data-code]").first.get_attribute("data-code") or code
            )
            self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(f"{self.portal}/")
        return self


@pytest.fixture
def walker(chromium, portal):
    opened = []

    def start(width="desk", **options):
        opened.append(Walker(chromium, portal, width, **options))
        return opened[-1]

    yield start
    for one in opened:
        one.context.close()


PAGES = {
    "Buchführung": ["/", "/accounting/entries/", "/accounting/entries/new/", "/accounting/accounts/", "/accounting/trial-balance/", "/accounting/imports/", "/accounting/periods/", "/reports/", "/contacts/", "/desk/", "/profile/", "/notices/", "/jobs/"],
    "Händler": ["/", "/desk/", "/profile/", "/reports/"],
    "Interne Revision": ["/", "/desk/audit/", "/accounting/entries/", "/accounting/trial-balance/"],
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", PAGES)
def test_pages_are_accessible_and_silent(walker, role, width, scheme):
    person = walker(width, scheme=scheme).sign_in(role)
    for path in PAGES[role]:
        person.open(path)


def test_the_front_office_finds_nothing_of_the_books(walker):
    person = walker().sign_in("Händler")
    expect(person.page.locator("#menu")).not_to_contain_text("Rechnungswesen")
    for path in ("/accounting/entries/", "/accounting/trial-balance/", "/contacts/", "/desk/audit/"):
        assert person.page.goto(f"{person.portal}{path}").status in (403, 404)


def test_one_captures_another_posts_and_the_sums_come_as_pdf(walker, tmp_path):
    clerk = walker().sign_in("Buchführung").open("/accounting/entries/new/").page
    clerk.fill("input[name=text]", "Barverkauf am Tresen")
    for number, (account, side, tax) in enumerate([("1000", "debit", ""), ("8400", "credit", "USt19")]):
        clerk.fill(f"input[name=line-{number}-account]", account)
        clerk.fill(f"input[name=line-{number}-{side}]", "2.380,00")
        if tax:
            clerk.select_option(f"select[name=line-{number}-tax_code]", tax)
    clerk.keyboard.press("Control+Enter")
    clerk.wait_for_url(re.compile(r"/accounting/entries/\d+/$"))
    expect(clerk.locator("main")).to_contain_text("380,00")
    draft = clerk.url

    head = walker().sign_in("Leitung Back Office").page
    head.goto(draft)
    head.locator("form[action$='/posting/'] button[type=submit]").click()
    expect(head.locator("main")).to_contain_text(re.compile(r"AB-\d{4}-\d{5}"))

    head.goto(f"{draft.split('/accounting')[0]}/reports/accounting.trial_balance/")
    head.locator("main form button[type=submit]").last.click()
    head.wait_for_url(re.compile(r"/reports/runs/.+"))
    link = head.locator("a[href*='download']")
    link.wait_for(timeout=60_000)
    with head.expect_download() as waiting:
        link.first.click()
    waiting.value.save_as(tmp_path / "sums.pdf")
    assert (tmp_path / "sums.pdf").read_bytes().startswith(b"%PDF-")
