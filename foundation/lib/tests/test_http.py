import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from foundation.lib.errors import BusinessError
from foundation.lib.http import http_out


class Neighbour(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        getattr(self, self.path.strip("/").partition("?")[0])()

    def do_POST(self):
        self.answer(201, self.rfile.read(int(self.headers["Content-Length"])) + self.headers["X-Kind"].encode())

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def fine(self):
        self.answer(200, self.headers["Host"].encode())

    def gone(self):
        self.answer(404, b"no such page")

    def moved(self):
        self.answer(302, b"over there", Location="/fine")

    def large(self):
        self.answer(200, b"x" * 2001)

    def torn(self):
        self.send_response(200)
        self.send_header("Content-Length", "10")
        self.end_headers()
        self.wfile.write(b"half")

    def drops(self):
        self.answer(200, b"")
        with suppress(ConnectionError):  # who asked does not wait for all of it
            for _ in range(20):
                self.wfile.write(b"x")
                time.sleep(0.1)

    def silent(self):
        time.sleep(1)

    def nonsense(self):
        self.wfile.write(b"what?\r\n\r\n")

    def log_message(self, *args):
        pass


@pytest.fixture
def neighbour():
    with ThreadingHTTPServer(("127.0.0.1", 0), Neighbour) as server:
        server.asked = []
        server.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def get(url, **options):
    return http_out("GET", url, **{"allowed_hosts": {"127.0.0.1"}, "allow_plain": True} | options)


def refusal_of(url, **options):
    with pytest.raises(BusinessError) as refusal:
        get(url, **options)
    return refusal.value.code


def test_an_answer_is_status_and_bytes(neighbour):
    assert get(f"{neighbour.url}/fine?a=1") == (200, neighbour.url.removeprefix("http://").encode())
    assert get(f"{neighbour.url}/gone") == (404, b"no such page")
    assert neighbour.asked == ["/fine?a=1", "/gone"]


def test_body_and_headers_travel(neighbour):
    answer = http_out(
        "POST",
        f"{neighbour.url}/",
        allowed_hosts={"127.0.0.1"},
        body=b"42 ",
        headers={"X-Kind": "number"},
        allow_plain=True,
    )
    assert answer == (201, b"42 number")


def test_a_redirect_is_not_followed(neighbour):
    assert get(f"{neighbour.url}/moved") == (302, b"over there")
    assert neighbour.asked == ["/moved"]


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("{url}/fine", {"allowed_hosts": {"example.org"}}),
        ("{url}/fine", {"allowed_hosts": set()}),
        ("{url}/fine", {"allow_plain": False}),
        ("https://127.0.0.1:{port}/fine", {"allow_plain": False}),
        ("https://localhost:{port}/fine", {"allow_plain": False, "allowed_hosts": {"localhost"}}),
        ("https://[::ffff:127.0.0.1]:{port}/", {"allow_plain": False, "allowed_hosts": {"::ffff:127.0.0.1"}}),
        ("https://10.0.0.1/", {"allow_plain": False, "allowed_hosts": {"10.0.0.1"}}),
        ("https://169.254.169.254/", {"allow_plain": False, "allowed_hosts": {"169.254.169.254"}}),
        ("https://[fd00::1]/", {"allow_plain": False, "allowed_hosts": {"fd00::1"}}),
        ("https://224.0.0.1/", {"allow_plain": False, "allowed_hosts": {"224.0.0.1"}}),
        ("http://example.org/", {"allowed_hosts": {"example.org"}}),
        ("ftp://127.0.0.1/fine", {}),
        ("file:///etc/hostname", {"allowed_hosts": {"", None}}),
        ("//127.0.0.1:{port}/fine", {}),
        ("http://127.0.0.1@example.org:{port}/fine", {}),
        ("http://user:secret@127.0.0.1:{port}/fine", {}),
        ("http://127.0.0.1:{port}/fine\r\nX-Injected: 1", {}),
        ("http://127.0.0.1:99999/", {}),
        ("http://127.0.0.1:0/", {}),
        ("http://127.0.0.1:{port}/ü", {}),
    ],
)
def test_a_door_that_is_not_on_the_list_stays_closed(neighbour, url, options):
    assert refusal_of(url.format(url=neighbour.url, port=neighbour.server_port), **options) == "http.refused"
    assert neighbour.asked == []


def test_an_answer_may_be_as_large_as_the_limit(neighbour):
    assert get(f"{neighbour.url}/large", limit=2001) == (200, b"x" * 2001)
    assert refusal_of(f"{neighbour.url}/large", limit=2000) == "http.too_large"


@pytest.mark.parametrize("path", ["silent", "drops"])
def test_a_slow_answer_is_given_up(neighbour, path):
    begin = time.monotonic()
    assert refusal_of(f"{neighbour.url}/{path}", timeout=0.3) == "http.failed"
    assert time.monotonic() - begin < 0.9


def test_trouble_on_the_way_is_a_plain_sentence(neighbour):
    assert refusal_of(f"{neighbour.url}/nonsense") == "http.failed"
    assert refusal_of(f"{neighbour.url}/torn") == "http.failed"
    assert refusal_of(f"https://127.0.0.1:{neighbour.server_port}/fine") == "http.failed"
    assert refusal_of("http://127.0.0.1:1/") == "http.failed"
    assert refusal_of("https://nowhere.invalid/", allowed_hosts={"nowhere.invalid"}) == "http.failed"
