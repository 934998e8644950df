"""A scanner of our own answers as clamd does; what it calls a virus is a word."""

import socketserver
from struct import unpack
from threading import Thread

import pytest

from foundation.documents import scanner
from foundation.documents.models import Document
from foundation.lib.errors import BusinessError

VIRUS = b"wholly harmless virus"


class Clamd(socketserver.StreamRequestHandler):
    def handle(self):
        command = self.read_until_null()
        answer = b"PONG" if command == b"zPING" else self.scanned() if command == b"zINSTREAM" else b"UNKNOWN COMMAND"
        self.wfile.write(answer + b"\0")

    def read_until_null(self):
        return b"".join(iter(lambda: self.rfile.read(1), b"\0"))

    def scanned(self):
        content = b""
        while size := unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        if len(content) > 3_000_000:
            return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Harmless.Test FOUND" if VIRUS in content else b"stream: OK"


@pytest.fixture(params=["unix", "tcp"])
def clamd(request, settings, tmp_path):
    place, kind = (str(tmp_path / "ctl"), socketserver.UnixStreamServer)
    if request.param == "tcp":
        place, kind = (("127.0.0.1", 0), socketserver.TCPServer)
    with kind(place, Clamd) as server:
        settings.CLAMD_URL = (
            f"unix://{place}" if request.param == "unix" else f"tcp://127.0.0.1:{server.server_address[1]}"
        )
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(
    ("content", "found"), [(b"fine", ""), (VIRUS, "Harmless.Test"), (b"x" * 1_500_000 + VIRUS, "Harmless.Test")]
)
def test_it_is_shown_the_whole_file(clamd, content, found):
    assert scanner.answers()
    assert scanner.virus_in(content) == found


def test_what_it_does_not_scan_is_not_taken_for_clean(clamd):
    with pytest.raises(OSError, match="size limit"):
        scanner.virus_in(b"x" * 3_000_001)


def test_a_file_with_a_virus_is_refused_by_its_name(clamd, keep):
    with pytest.raises(BusinessError) as refused:
        keep(VIRUS, "beleg.txt")
    assert (refused.value.code, refused.value.field) == ("documents.infected", "file")
    assert "Harmless.Test" in str(refused.value)
    assert not Document.objects.exists()


def test_without_an_answer_nothing_comes_in(settings, tmp_path, keep):
    settings.CLAMD_URL = f"unix://{tmp_path / 'nobody'}"
    with pytest.raises(BusinessError) as refused:
        keep(b"Beleg", "beleg.txt")
    assert (refused.value.code, refused.value.status) == ("documents.no_scanner", 503)
