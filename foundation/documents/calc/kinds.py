"""What a file really is, read from its content. The name is only a claim, and must fit."""

import io
import re
import zipfile
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`media_types` by the endings that fit; none of them: the portal does not take such a file."""

    label: str
    media_types: dict = field(default_factory=dict)


PDF = Kind(_("a PDF document"), {"pdf": "application/pdf"})
PNG = Kind(_("a PNG picture"), {"png": "image/png"})
JPEG = Kind(_("a JPEG picture"), dict.fromkeys(("jpg", "jpeg"), "image/jpeg"))
TIFF = Kind(_("a TIFF picture"), dict.fromkeys(("tif", "tiff"), "image/tiff"))
OFFICE = "application/vnd.openxmlformats-officedocument."
XLSX = Kind(_("an Excel workbook"), {"xlsx": f"{OFFICE}spreadsheetml.sheet"})
DOCX = Kind(_("a Word document"), {"docx": f"{OFFICE}wordprocessingml.document"})
XML = Kind(_("an XML file"), {"xml": "application/xml"})
TEXT = Kind(_("a text file"), {"csv": "text/csv", "txt": "text/plain"})
EMAIL = Kind(_("an e-mail"), {"eml": "message/rfc822", "txt": "text/plain"})
MACROS = Kind(_("an Office file with macros"))
ARCHIVE = Kind(_("an archive"))
PROGRAM = Kind(_("a program"))
SCRIPT = Kind(_("a script"))
WEB_PAGE = Kind(_("a web page"))
UNKNOWN = Kind(_("of an unknown kind"))
EMPTY = Kind(_("empty"))

BEGINNINGS = [
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\x1f\x8b", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"#!", SCRIPT),
]
PARTS = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
WEB = re.compile(r"<(!doctype\s+html|html|head|body|script|svg|iframe)\b", re.I)
SCRIPTING = re.compile(r"<(\?php|%|script\b)", re.I)
HEADERS = re.compile(r"(?:[!-9;-~]+:.*\r?\n(?:[ \t].*\r?\n)*)+\r?\n")
NOT_TEXT = bytes(set(range(32)) - set(b"\t\n\r\f\x1a"))


def recognise(content):
    """The Kind of these bytes."""
    for beginning, kind in BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    return _text(content) if content else EMPTY


def _package(content):
    try:
        parts = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ARCHIVE
    if "[Content_Types].xml" not in parts:
        return ARCHIVE
    if any(part.endswith("vbaProject.bin") for part in parts):
        return MACROS
    return next((kind for part, kind in PARTS.items() if part in parts), ARCHIVE)


def _text(content):
    text = _decoded(content)
    if text is None:
        return UNKNOWN
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if SCRIPTING.match(start):
        return SCRIPT
    if WEB.match(start):
        return WEB_PAGE
    if start.startswith("<?xml"):
        return WEB_PAGE if WEB.search(start) else XML
    return EMAIL if _is_email(text[:64_000]) else TEXT


def _decoded(content):
    if len(content.translate(None, NOT_TEXT)) != len(content):
        return None
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_email(text):
    found = HEADERS.match(text)
    return bool(found and re.search(r"^from:", found[0], re.I | re.M) and re.search(r"^date:", found[0], re.I | re.M))
