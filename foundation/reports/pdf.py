"""The one door from HTML to PDF. The HTML is made here; a child process with limits, which reads nothing but our own
static files, sets the pages. Setting costs time and memory for each cell, so long lists go in chunks."""

import io
import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError

log = logging.getLogger(__name__)
CHUNK = 1_000
AT_A_TIME = 2
WALL_SECONDS = 180
NO_PANGO = 3
PASSED_ON = ("PATH", "HOME", "LANG", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME")


def render_pdf(template, context):
    """The PDF as bytes. BusinessError `pdf.missing`, `pdf.too_large`."""
    return _set_pages(render_to_string(template, {"now": timezone.now(), "numbered": True, **context}))


def render_list(template, context, rows, progress):
    """As `render_pdf`, for a template that shows `rows`, however many; pages are counted through all chunks."""
    if len(rows) <= CHUNK:
        return render_pdf(template, {**context, "rows": rows, "first": True, "last": True})
    starts = range(0, len(rows), CHUNK)
    now = timezone.now()
    texts = [
        render_to_string(
            template,
            {
                **context,
                "now": now,
                "rows": rows[start : start + CHUNK],
                "first": start == 0,
                "last": start + CHUNK >= len(rows),
            },
        )
        for start in starts
    ]
    parts = []
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for part in pool.map(_set_pages, texts):
            parts.append(part)
            progress(50 + 45 * len(parts) // len(starts), _("Writing the file"))
    return _numbered(parts, context)


def _numbered(parts, context):
    """All parts in one file; the page numbers, known only now, are laid over as a second layer."""
    whole = pikepdf.new()
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as pages:
            whole.pages.extend(pages.pages)
    layer = _set_pages(render_to_string("reports/page_numbers.html", {**context, "pages": range(len(whole.pages))}))
    with pikepdf.open(io.BytesIO(layer)) as numbers:
        for page, number in zip(whole.pages, numbers.pages, strict=True):
            page.add_overlay(number)
        with pikepdf.open(io.BytesIO(parts[0])) as first:
            whole.docinfo["/Title"] = str(first.docinfo.get("/Title", ""))
            whole.Root.Lang = first.Root.get("/Lang", pikepdf.String(settings.LANGUAGE_CODE))
        file = io.BytesIO()
        whole.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


def _set_pages(html):
    roots = [settings.BASE_DIR / "static", settings.BASE_DIR / "foundation" / "reports" / "static"]
    command = [sys.executable, "-m", "foundation.reports.pdf_child", *map(str, roots)]
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}  # and none of our secrets
    try:
        child = subprocess.run(
            command,
            input=html.encode(),
            capture_output=True,
            timeout=WALL_SECONDS,
            cwd=settings.BASE_DIR,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_large() from error
    if child.returncode == NO_PANGO:
        raise BusinessError(
            "pdf.missing",
            _(
                "This installation cannot write PDF, because Pango is missing. Please take XLSX or CSV, or tell the administration."
            ),
        )
    if child.returncode:
        log.error("PDF child ended with %s: %s", child.returncode, child.stderr.decode(errors="replace")[-2000:])
        raise _too_large()
    return child.stdout


def _too_large():
    return BusinessError(
        "pdf.too_large",
        _("The PDF could not be written within its limits. Please narrow the report, or take XLSX or CSV."),
    )
