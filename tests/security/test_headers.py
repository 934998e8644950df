"""What every answer says to the browser."""

import re
import runpy

import pytest
from django.conf import settings

from .conftest import ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FILES = re.compile(r"/documents/|.*\.pdf$")
POLICY = {
    "default-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
    "frame-ancestors 'none'",
}  # fmt: skip
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def answers(world):
    """(path, who, answer) for every address, of who may and who may not see it."""
    return [
        (path, who, world.browsers[who].get(path))
        for path in (address.format(**world.names) for address in ADDRESSES)
        for who in ("anonymous", "front", "back", "auditor")
    ]


def test_every_page_carries_the_headers_and_uses_nothing_of_other_hosts(answers):
    assert len({path for path, _who, answer in answers if answer.status_code == 200}) >= 25
    for path, who, answer in answers:
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, (path, who)
        policy = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
        assert policy == ({"sandbox"} if FILES.match(path) and answer.status_code == 200 else POLICY), path
        assert "Access-Control-Allow-Origin" not in answer.headers
        if who != "anonymous":
            assert answer["Cache-Control"] == "no-store", (path, who)
        if "html" in answer.headers.get("Content-Type", ""):
            assert answer["Content-Type"] == "text/html; charset=utf-8"
            page = answer.content.decode()
            assert re.findall(r'(?:src|srcset|action)="(?:https?:)?//[^"]*', page) == [], path
            assert re.findall(r'<link[^>]*href="(?:https?:)?//[^"]*', page) == [], path


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config", "/.env", "/manage.py", "/static/", "/static/../backoffice/settings.py", "/static/%2e%2e/.env",
        "/files/", "/media/", "/var/", "/__debug__/", "/admin/doc/", "/server-status", "/metrics/",
    ],
)  # fmt: skip
def test_nothing_lies_open(cast, client, path):
    answer = client.get(path, REMOTE_ADDR="203.0.113.7")
    assert answer.status_code in (302, 404)
    assert b"SECRET_KEY" not in answer.content and b"[core]" not in answer.content


def test_signing_out_clears_the_browser(cast, client_of):
    answer = client_of(cast.back).post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_the_browser_keeps_a_switch_and_the_window_its_way():
    """Own scripts keep next to nothing in the browser, send nothing to other windows, and build no objects from strange
    keys. A window keeps what was just submitted, the row it left and the pages it saw, until the sign-out clears them."""
    scripts = {path: path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "static" / "js").glob("*.js")}
    assert scripts
    stored = {name for code in scripts.values() for name in re.findall(r"localStorage\.setItem\((\w+)", code)}
    assert stored <= {"STORE"}
    passing = {name for code in scripts.values() for name in re.findall(r"sessionStorage\.setItem\((\w+)", code)}
    assert passing <= {"KEPT", "RECENT", "ROW"}
    risky = re.compile(r"indexedDB|postMessage|document\.cookie|\beval\(|new Function|__proto__|document\.write")
    assert [str(path) for path, code in scripts.items() if risky.search(code)] == []
    head = (settings.BASE_DIR / "templates" / "components" / "head.html").read_text(encoding="utf-8")
    assert '"historyCacheSize":0' in head
    assert '"allowEval":false' in head


def test_the_form_of_the_provider_leads_to_its_origin_only(monkeypatch):
    monkeypatch.setenv("OIDC_ISSUER", "https://id.example.com/realms/portal")
    monkeypatch.setenv("OIDC_AUTHORIZATION_ENDPOINT", "https://login.example.com/authorize?x=1#y")
    fresh = runpy.run_path(str(settings.BASE_DIR / "backoffice" / "settings.py"))
    assert fresh["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"] == ["'self'", "https://login.example.com"]
