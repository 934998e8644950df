import io
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from foundation.reports import pdf
from foundation.reports.catalogue import ReportData
from foundation.reports.pdf_child import FatalURLFetchingError, StaticFetcher
from foundation.reports.rendering import _shown


def texts(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def listing(count):
    rows = [[f"Row {number}", number * 100] for number in range(count)]
    data = ReportData("Journal", "Nordlicht GmbH", [("Year", "2026")], [("Text", "text"), ("Amount", "amount")], rows)
    context = {"data": data, "run": SimpleNamespace(requested_by="Ada Sommer"), "seal": None}
    return texts(pdf.render_list("reports/pdf.html", context, _shown(data), lambda percent, message: None))


@pytest.mark.parametrize("count", [3, 2_001])
def test_every_row_is_there_and_pages_are_counted(count):
    pages = listing(count)
    rows = [line for page in pages for line in page.splitlines() if line.startswith("Row ")]
    assert [int(row.split()[1]) for row in rows] == list(range(count))
    assert all(
        f"Seite {number} von {len(pages)}" in " ".join(page.split())
        or f"Page {number} of {len(pages)}" in " ".join(page.split())
        for number, page in enumerate(pages, 1)
    )
    assert "Nordlicht GmbH" in pages[0] and "Ada Sommer" in pages[-1]


@pytest.mark.parametrize(
    "url", ["http://example.com/x.png", "file:///etc/passwd", "static:../backoffice/settings.py", "data:,x"]
)
def test_nothing_but_our_static_files_is_fetched(url, settings):
    with pytest.raises(FatalURLFetchingError):
        StaticFetcher([settings.BASE_DIR / "static"]).fetch(url)
