import os
import time

import pytest

from foundation.lib.errors import BusinessError
from foundation.lib.safe_xml import parse

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "laugh">{LAUGHS}]>'


def refusal_of(data, **options):
    with pytest.raises(BusinessError) as refusal:
        parse(data, **options)
    return refusal.value.code


def test_a_document_becomes_elements_only():
    root = parse('<?xml version="1.0" encoding="ISO-8859-1"?><a>1<!-- 2 -->3<?do it?><b c="ü"/></a>'.encode("latin-1"))
    assert (root.text, [(child.tag, dict(child.attrib)) for child in root]) == ("13", [("b", {"c": "ü"})])


@pytest.mark.parametrize("place", ["<x>&l9;</x>", '<x a="&l9;"/>'])
def test_billion_laughs_are_refused_at_once(place):
    begin = time.monotonic()
    assert refusal_of((BOMB + place).encode()) in ("xml.doctype", "xml.malformed")
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE x><x/>",
        '<!DOCTYPE x [<!ENTITY e "harmless">]><x>&e;</x>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>',
        '<!DOCTYPE x SYSTEM "/etc/hostname"><x/>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
        '<!DOCTYPE x PUBLIC "-//X//X" "https://example.org/x.dtd"><x/>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]><x/>',
    ],
)
def test_every_doctype_is_refused(document, encoding):
    assert refusal_of(document.encode(encoding)) == "xml.doctype"


def test_an_external_dtd_is_not_even_opened(tmp_path):
    # Whoever opens a pipe without a writer waits for ever.
    os.mkfifo(tmp_path / "x.dtd")
    assert refusal_of(f'<!DOCTYPE x SYSTEM "{tmp_path}/x.dtd"><x/>'.encode()) == "xml.doctype"


@pytest.mark.parametrize(
    "data",
    [b"", b"no xml", b"<a><b></a>", b"<a/><a/>", b"<a>&unknown;</a>", b"<a>\xff</a>", b"<a>\x00</a>", b"<a>" * 10_000]
    + [b'<?xml version="1.0" encoding="none"?><a/>'],
)
def test_broken_xml_is_refused(data):
    assert refusal_of(data) == "xml.malformed"


def test_the_size_is_limited():
    assert refusal_of(b"<a>" + b" " * 100 + b"</a>", limit=100) == "xml.too_large"
