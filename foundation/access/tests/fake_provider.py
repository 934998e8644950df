"""A small OpenID provider on this machine: whoever comes is the person that the test says."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

CLIENT, SECRET = "portal", "geheim"
KEY = generate_private_key(public_exponent=65537, key_size=2048)


@contextmanager
def provider(claims):
    """The address. `claims` is what the provider says of the person, and may change while it runs."""
    handler = type("Handler", (Provider,), {"claims": claims})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Provider(BaseHTTPRequestHandler):
    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def do_GET(self):
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/authorize":
            self.send_response(302)
            answer = {"code": "abc", "state": query["state"][0]}
            self.send_header("Location", f"{query['redirect_uri'][0]}?{urlencode(answer)}")
            self.end_headers()
        elif path == "/.well-known/openid-configuration":
            places = {name: f"{self.address}/{way}" for name, way in PLACES.items()}
            self.say(
                {"issuer": self.address, **places, "token_endpoint_auth_methods_supported": ["client_secret_post"]}
            )
        elif path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self.say({"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]})
        else:
            self.say(self.claims)

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert (sent["client_id"], sent["client_secret"]) == ([CLIENT], [SECRET])
        assert len(sent["code_verifier"][0]) >= 43
        now = int(time.time())
        said = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        token = jwt.encode(said, KEY, algorithm="RS256", headers={"kid": "1"})
        self.say({"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def say(self, what):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *args):
        """Tests are quiet."""


PLACES = {
    "authorization_endpoint": "authorize",
    "token_endpoint": "token",
    "userinfo_endpoint": "userinfo",
    "jwks_uri": "jwks",
}
