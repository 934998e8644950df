import io
import zipfile

import pytest

from foundation.lib.errors import BusinessError
from foundation.lib.safe_zip import unpack


def packed(*files, compression=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def locked():
    data = bytearray(packed(("a.xml", b"<a/>")))
    for beginning, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(beginning) + place] |= 1
    return bytes(data)


def test_files_come_with_their_content_and_without_their_folders():
    data = packed(("a.xml", b"<a/>"), ("2026/", b""), ("2026/b.xml", b"<b/>"), ("__MACOSX/._a.xml", b"x"))
    assert unpack(data) == [("a.xml", b"<a/>"), ("b.xml", b"<b/>")]


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (packed(("a", b"1"), ("b", b"2"), ("c", b"3")), {"most": 2}, "count"),
        (packed(("a", b"12345"), ("b", b"67890")), {"limit": 9}, "size"),
        (packed(("a", bytes(3 * 1024 * 1024))), {}, "ratio"),
        (packed(("a.zip", packed(("b", b"1")))), {}, "nested"),
        (packed(("../a.xml", b"1")), {}, "path"),
        (packed(("/etc/a.xml", b"1")), {}, "path"),
        (packed(("..\\a.xml", b"1")), {}, "path"),
        (packed(("C:\\a.xml", b"1")), {}, "path"),
        (locked(), {}, "locked"),
        (packed(("a.xml", b"<a/>"), compression=zipfile.ZIP_LZMA), {}, "broken"),
        (packed(("a.xml", b"<a/>" * 99))[:-9], {}, "broken"),
        (packed(("a.xml", b"<a/>" * 99)).replace(b"PK\x03\x04", b"PK\x03\x05", 1), {}, "broken"),
        (b"PK\x03\x04", {}, "broken"),
    ],
)
def test_what_nobody_would_send_in_good_faith_is_refused(data, limits, code):
    with pytest.raises(BusinessError) as refused:
        unpack(data, **limits)
    assert refused.value.code == f"zip.{code}"
