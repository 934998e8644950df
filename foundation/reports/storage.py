"""Finished files, each under a name that nobody can guess. A name either holds a whole file or nothing."""

import os

from django.conf import settings


def folder():
    path = settings.FILES_DIR / "reports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def store(name, content):
    final = folder() / name
    temporary = final.with_suffix(".part")
    private = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(private, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(final)


def open_file(name):
    return (folder() / name).open("rb")
