import io
from itertools import chain, pairwise
from types import SimpleNamespace

import pikepdf
import pytest
from django.utils import translation
from pikepdf import pdfa
from pypdf import PdfReader

from foundation.lib.errors import BusinessError
from foundation.reports import pdf
from foundation.reports.catalogue import ReportData, Row
from foundation.reports.choices import Format
from foundation.reports.pdf_child import FatalURLFetchingError, StaticFetcher
from foundation.reports.rendering import render

RUN = SimpleNamespace(requested_by="Ada Sommer")
COLUMNS = [("Text", "text"), ("Amount", "amount")]


def written(rows, carried=()):
    """The PDF in English, and what one reads on its pages."""
    data = ReportData("Journal", "Łódź & Söhne GmbH", [("Year", "2026")], COLUMNS, rows, carried=carried)
    with translation.override("en"):
        content = render(data, RUN, Format.PDF, lambda percent, message: None)
    return content, [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(content)).pages]


def listing(count):
    return [[f"Row {number}", number * 100] for number in range(count)]


@pytest.mark.parametrize(("count", "carried"), [(3, ()), (3, (1,)), (1_201, ())])
def test_every_row_is_there_and_pages_are_counted(db, count, carried):
    content, pages = written(listing(count), carried)
    rows = [line for page in pages for line in page if line.startswith("Row ")]
    assert [int(row.split()[1]) for row in rows] == list(range(count))
    feet = [page[-1].partition("Page ") for page in pages]
    assert [number for _origin, _page, number in feet] == [
        f"{each} of {len(pages)}" for each in range(1, len(pages) + 1)
    ]
    assert {origin.startswith("Journal, made for Ada Sommer on ") for origin, _page, _number in feet} == {True}
    assert pages[0][0].startswith("Łódź & Söhne GmbH")
    assert "The audit trail has not been sealed yet." in pages[-1]
    with pikepdf.open(io.BytesIO(content)) as made:
        findings = pdfa.check(made, "3b").findings
    assert [finding for finding in findings if finding.kind != "unsupported"] == []


@pytest.mark.parametrize("count", [1, 1_201])
def test_names_are_text_in_every_script_of_europe(db, count):
    names = ["Αθήνα Экспорт", "Ἑλλάς", "Ґудзь", "Đặng Łoś", "Söhne & Cie"]
    rows = [[names[number % len(names)], number] for number in range(max(count, len(names)))]
    content, pages = written(rows)
    assert [name for name in names if name in "\n".join(chain.from_iterable(pages))] == names
    assert len(content) < 60_000 + 100 * count


def test_sums_are_carried_from_page_to_page(db):
    _content, pages = written([*listing(120), Row(["Sum", 714_000], "sum")], carried=(1,))
    carried = [[line for line in page if line.startswith("Carried forward")] for page in pages]
    rows = [sum(line.startswith("Row ") for line in page) for page in pages]
    so_far = [sum(range(sum(rows[:number]))) for number in range(1, len(pages))]
    sums = [f"Carried forward {total:,}.00" for total in so_far]
    assert len(pages) > 2
    assert carried == [[sums[0]], *([before, after] for before, after in pairwise(sums)), [sums[-1]]]


def test_a_long_text_is_broken_and_a_sum_stays_with_its_rows(db):
    text = "Lieferung " * 30
    _content, pages = written([*([text, 1] for _each in range(60)), Row(["Sum", 60], "sum")], carried=(1,))
    words = sum(line.split().count("Lieferung") for page in pages for line in page)
    last = [line.split()[0] for line in pages[-1] if line.split()[0] in {"Lieferung", "Sum"}]
    assert (words, last[0], last[-1]) == (60 * 30, "Lieferung", "Sum")


WIDE = [("Number", "number"), *((label, "text") for label in ("Desk", "Text", "Trader", "State", "Until", "Reason"))]


def test_what_is_the_same_in_each_row_is_told_once_above_them(db):
    rows = [
        [1_000 + number, "Money", f"Text {number}", f"T{number}", f"S{number}", f"U{number}", None] for number in (1, 2)
    ]
    data = ReportData("Evidence", "", [], WIDE, [*rows, Row(["Sum", *[None] * 6], "sum")], gathered=True)
    with translation.override("en"):
        made = {format: render(data, RUN, format, lambda percent, message: None) for format in (Format.PDF, Format.CSV)}
    lines = PdfReader(io.BytesIO(made[Format.PDF])).pages[0].extract_text().splitlines()
    assert [line for line in lines if line.endswith("(in all rows)")] == [
        "Desk Money (in all rows)",
        "Reason – (in all rows)",
    ]
    assert "Number Text Trader State Until" in lines
    assert made[Format.CSV].decode("utf-8-sig").splitlines()[0] == "Number;Desk;Text;Trader;State;Until;Reason"


def test_many_columns_lie_down_and_none_is_cut_off(db):
    rows = [[1, *["Geschäftsgepflogenheiten und Personalabteilung"] * 6]]
    data = ReportData("Evidence", "", [("Why", "because " * 60)], WIDE, rows)
    page = PdfReader(io.BytesIO(render(data, RUN, Format.PDF, lambda percent, message: None))).pages[0]
    right = []
    page.extract_text(visitor_text=lambda text, _cm, tm, _font, _size: right.append(tm[4] + 4 * len(text)))
    assert page.mediabox.width > page.mediabox.height
    assert max(right) < page.mediabox.width


def test_what_cannot_be_set_is_an_answer(db):
    with pytest.raises(BusinessError) as error:
        pdf.render_list({"columns": []})
    assert error.value.code == "pdf.too_large"


@pytest.mark.parametrize(
    "url", ["http://example.com/x.png", "file:///etc/passwd", "static:../backoffice/settings.py", "data:,x"]
)
def test_nothing_but_our_static_files_is_fetched(url, settings):
    with pytest.raises(FatalURLFetchingError):
        StaticFetcher([settings.BASE_DIR / "static"]).fetch(url)
