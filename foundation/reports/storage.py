"""Finished files, each under a name that nobody can guess."""

from django.utils.translation import gettext_lazy as _

from foundation.documents.vault import vault
from foundation.lib.errors import Unavailable

FOLDER = "reports"


def store(name, content):
    vault().put(f"{FOLDER}/{name}", content)


def open_file(name):
    try:
        return vault().open(f"{FOLDER}/{name}")
    except OSError as error:
        raise Unavailable("reports.file_unreadable", _("This file cannot be read at the moment.")) from error
