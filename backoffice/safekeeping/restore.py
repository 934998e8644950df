from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from foundation.documents.vault import vault
from foundation.lib.errors import BusinessError
from foundation.records.actor import acting
from foundation.records.models import AuditSeal

from . import databases
from .backup import FILES
from .manifest import Manifest, files_in, name_in
from .proof import problems


def restore(folder: Path) -> Manifest:
    """Lays a backup back into an empty place. BusinessError, and nothing is touched, when anything speaks against it."""
    manifest = Manifest.read(folder)
    for objection in objections(manifest, folder):
        raise BusinessError("restore.refused", objection)
    databases.load(folder)
    for path in files_in(folder / FILES):
        vault().put(name_in(folder / FILES, path), path.read_bytes())
    differing = {table for table, count in databases.rows().items() if manifest.rows.get(table) != count}
    if differing:
        sentence = _("These tables have not the rows that were saved: {tables}").format(
            tables=", ".join(sorted(differing))
        )
        raise BusinessError("restore.rows", sentence)
    call_command("migrate", interactive=False, verbosity=0)
    databases.let_the_portal_in()
    with acting("system:restore", _("Sessions of before the restore end.")):
        Session.objects.all().delete()
    return manifest


def losses(manifest: Manifest):
    """A sentence for everything that did not come back whole."""
    yield from problems()
    if manifest.seal and not AuditSeal.objects.filter(hash=manifest.seal).exists():
        yield _("The last seal of the backup is missing.")


def objections(manifest: Manifest, folder: Path):
    """What speaks against restoring this backup here, the quickest to see first."""
    if manifest.vendor != connection.vendor:
        sentence = _("This backup is of {theirs}, the portal runs on {ours}.")
        yield sentence.format(theirs=manifest.vendor, ours=connection.vendor)
    if unknown := set(manifest.migrations) - {".".join(key) for key in MigrationLoader(None).disk_migrations}:
        sentence = _("This backup was made by a newer version of the portal ({names}).")
        yield sentence.format(names=", ".join(sorted(unknown)))
    if not databases.is_empty():
        yield _("The database is not empty. A backup is restored beside it, never over it.")
    if any(vault().names()):
        sentence = _("{folder} is not empty. A backup is restored beside it, never over it.")
        yield sentence.format(folder=vault())
    yield from manifest.damages(folder)
