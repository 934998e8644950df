"""Invoices of the suppliers as the scanner brings them: one page of PDF, set by hand because a season wants it quick."""

from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.lib.dates import format_date
from foundation.lib.money import format_amount

RECEIVER = ("Nordlicht Handel GmbH", "Nordlichtkai 7", "23552 Lübeck")
PAGE = (
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
)


def invoice(draft):
    supplier = draft.text.removeprefix("Rechnung ")
    gross = sum(line.credit for line in draft.lines)
    lines = (
        supplier, "", *RECEIVER, "", f"Rechnung {draft.document_number}", f"Datum: {format_date(draft.posting_date)}",
        "", f"Rechnungsbetrag: {format_amount(gross)} EUR", "", "Muster aus dem erfundenen Unternehmen Nordlicht.",
    )  # fmt: skip
    return SimpleUploadedFile(f"{draft.document_number}.pdf", pdf(lines), "application/pdf")


def pdf(lines):
    """One page with these lines of text."""
    shown = "\n".join(f"({_escaped(line)}) '" for line in lines)
    content = f"BT /F 12 Tf 18 TL 70 770 Td\n{shown}\nET"
    body, places = b"%PDF-1.4\n", []
    for number, text in enumerate((*PAGE, f"<</Length {len(content)}>>\nstream\n{content}\nendstream"), 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252", "replace")
    entries = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(places) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{entries}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + table.encode("ascii")


def _escaped(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
