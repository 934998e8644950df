"""The doors to PDF. What is set is made here; a child process with limits, which reads nothing but our own static files,
sets the pages. Setting HTML costs time and memory for each cell, so long lists have a writer of their own."""

import json
import logging
import os
import subprocess
import sys
from tempfile import TemporaryFile
from threading import BoundedSemaphore, Timer

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError

log = logging.getLogger(__name__)
WALL_SECONDS = 180
NO_PANGO = 3
PASSED_ON = ("PATH", "HOME", "LANG", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "XDG_CACHE_HOME")

_two_at_a_time = BoundedSemaphore(2)


def render_pdf(template, context):
    """The PDF as bytes. BusinessError `pdf.missing`, `pdf.too_large`."""
    roots = [settings.BASE_DIR / "static", settings.BASE_DIR / "foundation" / "reports" / "static"]
    return _child("pdf_child", render_to_string(template, context), *roots)


def render_list(listing, progress=lambda percent: None):
    """A list of any length, as `list_child` reads it. `progress(percent)`. BusinessError as above."""
    return _child("list_child", json.dumps(listing, default=str), progress=progress)


def _child(module, text, *arguments, progress=None):
    command = [sys.executable, "-m", f"foundation.reports.{module}", *map(str, arguments)]
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}  # and none of our secrets
    with _two_at_a_time, TemporaryFile() as given, TemporaryFile() as made:
        given.write(text.encode())
        given.seek(0)
        child = subprocess.Popen(
            command, stdin=given, stdout=made, stderr=subprocess.PIPE, text=True, errors="replace",
            cwd=settings.BASE_DIR, env=environment,
        )  # fmt: skip
        clock = Timer(WALL_SECONDS, child.kill)
        clock.start()
        try:
            words = list(_heard(child.stderr, progress))
            status = child.wait()
        finally:
            clock.cancel()
            child.kill()
            child.wait()
        made.seek(0)
        return _answer(status, words, made.read())


def _heard(lines, progress):
    """A bare number tells how far it is; everything else is a complaint."""
    for line in lines:
        if progress and line.strip().isdecimal():
            progress(int(line))
        else:
            yield line


def _answer(status, words, content):
    if status == NO_PANGO:
        raise BusinessError(
            "pdf.missing",
            _(
                "This installation cannot write PDF, because Pango is missing. Please take XLSX or CSV, or tell the administration."
            ),
        )
    if status:
        log.error("PDF child ended with %s: %s", status, "".join(words)[-2000:])
        raise BusinessError(
            "pdf.too_large",
            _("The PDF could not be written within its limits. Please narrow the report, or take XLSX or CSV."),
        )
    return content
