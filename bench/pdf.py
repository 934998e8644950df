"""`python -m bench.pdf [ROWS...]`: a journal as PDF, by ours and by others, each in a child process of its own.

Ours is what a report of that length takes; beside it WeasyPrint with the same rows as HTML (up to a thousand of them), and
reportlab's bare canvas where it is installed. Printed are wall and CPU seconds, pages per second and the peak of the child's memory.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

ROWS = (40, 1_000, 4_000, 10_000, 34_000)
MOST_FOR_HTML = 1_000
COLUMNS = [
    ("Number", "text"), ("Date", "date"), ("Document no.", "text"), ("Text", "text"), ("Account", "text"),
    ("Debit", "amount"), ("Credit", "amount"), ("Tax", "text"),
]  # fmt: skip
ROOT = Path(__file__).resolve().parents[1]
STATIC = [str(ROOT / "static"), str(ROOT / "foundation" / "reports" / "static")]
REPORTLAB = """
import json, sys
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
canvas, y = Canvas(sys.stdout.buffer, pagesize=landscape(A4)), 540
for cells, css in json.load(sys.stdin.buffer)["rows"]:
    if y < 60:
        canvas.showPage()
        y = 540
    for number, cell in enumerate(cells):
        canvas.drawString(40 + number * 95, y, str(cell))
    y -= 14.5
canvas.save()
"""


def main(counts):
    print(f"{'rows':>6}  {'by':22} {'seconds':>8} {'CPU s':>6} {'pages':>6} {'pages/s':>8} {'peak MB':>8}")
    for count in counts:
        listing = listed(count)
        ways = {"list writer (ours)": (json.dumps(listing), "-m", "foundation.reports.list_child")}
        if count <= MOST_FOR_HTML:
            ways["WeasyPrint, same rows"] = (html(listing), "-m", "foundation.reports.pdf_child", *STATIC)
        ways["reportlab canvas, raw"] = (json.dumps(listing), "-c", REPORTLAB)
        for name, (text, *arguments) in ways.items():
            print(f"{count:6}  {name:22} {measured(text, arguments)}", flush=True)


def listed(count):
    texts = ("Wareneinkauf Kontor Ahorn", "Miete Lager Lübeck", "Spedition Küstenlinie, Fracht nach Rostock")
    rows = [
        [
            f"AB-2026-{n:05}",
            f"{n % 28 + 1:02}.03.2026",
            f"RE-{n:06}",
            texts[n % 3],
            str(1000 + n % 8000),
            n * 7,
            None,
            "USt19",
        ]
        for n in range(count)
    ]
    return {
        "title": "Journal", "company": "Messbude GmbH", "origin": "Journal, made for the bench", "seal": "", "footer": "",
        "parameters": [["Rows", str(count)]], "columns": COLUMNS, "rows": [[row, ""] for row in rows], "carried": [5, 6],
        "english": True, "words": {"page": "Page {page} of {pages}", "carried": "Carried forward"},
    }  # fmt: skip


def html(listing):
    head = "".join(f'<th class="{kind}">{label}</th>' for label, kind in COLUMNS)
    cells = (zip(COLUMNS, row, strict=True) for row, _css in listing["rows"])
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{kind}">{"" if cell is None else cell}</td>' for (_label, kind), cell in row)
        + "</tr>"
        for row in cells
    )
    styles = '<link rel="stylesheet" href="static:reports/pdf.css"><style>@page { size: A4 landscape; }</style>'
    return (
        f"<!DOCTYPE html><html lang=en><head>{styles}</head><table><thead><tr>{head}</tr></thead>{body}</table></html>"
    )


def measured(text, arguments):
    """One child; its peak is read from how it ended, so that a larger one before it does not count."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        given.write(text.encode())
        given.seek(0)
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, *arguments], stdin=given, stdout=made, stderr=subprocess.DEVNULL, cwd=ROOT
        )
        _pid, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            return "not installed" if arguments[0] == "-c" else f"ended with {child.returncode}"
        made.seek(0)
        with pikepdf.open(io.BytesIO(made.read())) as pdf:
            pages = len(pdf.pages)
    return f"{seconds:8.2f} {usage.ru_utime + usage.ru_stime:6.2f} {pages:6} {pages / seconds:8.1f} {usage.ru_maxrss / 1024:8.0f}"


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or ROWS)
