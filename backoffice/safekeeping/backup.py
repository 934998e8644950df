import shutil
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from foundation.documents.vault import PART, vault
from foundation.lib import faults
from foundation.records import seals

from . import databases
from .manifest import Manifest, files_in, name_in, sha256_of

PREFIX, FILES = "backoffice-", "files"


def back_up(into: Path) -> Path:
    """Makes a new folder in `into` and returns it. A folder without `.part` at its end is whole.

    The database first: a file is stored before its row, so every row of this copy finds its file.
    """
    now = timezone.now()
    final = into / f"{PREFIX}{now:%Y-%m-%dT%H%M%SZ}"
    part = final.with_name(final.name + ".part")
    part.mkdir(parents=True, mode=0o700)
    try:
        seal = seals.last_seal()
        rows = databases.dump(part)
        faults.point("backup.after_database")
        _copy_files(part / FILES)
        Manifest(
            made_at=now.isoformat(),
            vendor=connection.vendor,
            seal=seal.hash if seal else "",
            migrations=sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
            rows=rows,
            files={name_in(part, path): sha256_of(path) for path in files_in(part)},
        ).write(part)
    except BaseException:
        shutil.rmtree(part)
        raise
    part.rename(final)
    return final


def backups(into: Path) -> list[Path]:
    """The whole ones, oldest first."""
    return sorted(path for path in into.glob(f"{PREFIX}*") if path.suffix != ".part")


def keep_newest(into: Path, count: int) -> None:
    """What was begun before the newest and never became whole goes as well."""
    *older, newest = backups(into)
    killed = [path for path in into.glob(f"{PREFIX}*.part") if path < newest]
    for old in [*killed, *[*older, newest][:-count]]:
        shutil.rmtree(old)


def _copy_files(target):
    target.mkdir(mode=0o700)
    for kept in vault().names():
        if not kept.name.endswith(PART):
            copy = target / kept.name
            copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with vault().open(kept.name) as source, copy.open("xb") as file:
                shutil.copyfileobj(source, file)
