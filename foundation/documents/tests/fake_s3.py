"""A server that speaks as much S3 as the portal needs. It refuses what is not signed, and bytes that are not those signed."""

import hashlib
import hmac
import re
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY_ID, SECRET = "portal", "of-the-tests"
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(\w+)/(\d+)/([\w-]+)/s3/aws4_request, SignedHeaders=([\w;-]+), Signature=(\w+)"
)


class FakeS3(ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.objects = {}
        self.public = False
        self.refusal = None

    @property
    def url(self):
        return f"s3://files/portal?endpoint=http://127.0.0.1:{self.server_port}&region=eu-central-1"


@contextmanager
def fake_s3():
    with FakeS3() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        """Tests are quiet."""

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self._admitted(body):
            self.server.objects[self.key] = (body, datetime.now(UTC))
            self._say(200)

    def do_GET(self):
        if not self._admitted(b"", public=self.server.public):
            return
        if "list-type=2" in self.path:
            self._say(200, self._listing().encode())
        elif self.key in self.server.objects:
            self._say(200, self.server.objects[self.key][0])
        else:
            self._refuse(404, "NoSuchKey")

    def do_DELETE(self):
        if self._admitted(b""):
            self.server.objects.pop(self.key, None)
            self._say(204)

    @property
    def key(self):
        return unquote(urlsplit(self.path).path.removeprefix("/files/"))

    def _admitted(self, body, public=False):
        if self.server.refusal:
            self._refuse(*self.server.refusal)
        elif self._is_signed(body) or public:
            return True
        else:
            self._refuse(403, "AccessDenied")
        return False

    def _is_signed(self, body):
        given = AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        digest = hashlib.sha256(body).hexdigest()
        if not given or given[1] != KEY_ID or self.headers["X-Amz-Content-SHA256"] != digest:
            return False
        url = urlsplit(self.path)
        query = "&".join(sorted(url.query.split("&")))
        headers = [f"{name}:{self.headers[name]}\n" for name in given[4].split(";")]
        request = "\n".join([self.command, url.path, query, "".join(headers), given[4], digest])
        scope = f"{given[2]}/{given[3]}/s3/aws4_request"
        text = "\n".join(
            ["AWS4-HMAC-SHA256", self.headers["X-Amz-Date"], scope, hashlib.sha256(request.encode()).hexdigest()]
        )
        key = f"AWS4{SECRET}".encode()
        for part in (given[2], given[3], "s3", "aws4_request", text):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.compare_digest(key.hex(), given[5])

    def _listing(self):
        prefix = parse_qs(urlsplit(self.path).query)["prefix"][0]
        found = [
            f"<Contents><Key>{escape(key)}</Key><LastModified>{at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
            for key, (_body, at) in sorted(self.server.objects.items())
            if key.startswith(prefix)
        ]
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(found)}</ListBucketResult>"

    def _refuse(self, status, code):
        self._say(status, f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode())

    def _say(self, status, body=b""):
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
