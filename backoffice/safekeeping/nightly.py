"""What is done every night without anybody asking: a backup that is rehearsed, and a look at everything that must hold."""

from pathlib import Path

from celery.schedules import crontab
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foundation.jobs.registry import handler
from foundation.jobs.schedules import every
from foundation.lib.errors import BusinessError

from .backup import back_up, backups, keep_newest
from .proof import problems
from .rehearsal import rehearse

BACKUP, VERIFY = "safekeeping.backup", "safekeeping.verify"


def register():
    handler(BACKUP, max_attempts=2, label=_("Back up database and files"))(save)
    handler(VERIFY, label=_("Verify books, files and audit trail"))(verify)
    every(VERIFY, kind=VERIFY, at=crontab(hour=3, minute=0))
    if settings.BACKUP_DIR:
        every(BACKUP, kind=BACKUP, at=crontab(hour=1, minute=30))


def save(job, progress):
    """A backup that was made but could not be restored stays, and fails the job."""
    into = Path(settings.BACKUP_DIR)
    progress(5)
    folder = back_up(into)
    progress(50)
    rehearse(folder)
    keep_newest(into, settings.BACKUP_KEEP)
    return {"folder": folder.name, "kept": len(backups(into))}


def verify(job, progress):
    for problem in problems():
        raise BusinessError("safekeeping.broken", problem)
