from pathlib import Path

from celery.schedules import crontab
from django.conf import settings

from foundation.jobs.registry import handler
from foundation.jobs.schedules import every

from .backup import back_up, backups, keep_newest
from .rehearsal import rehearse

KIND = "safekeeping.backup"


def register():
    handler(KIND, max_attempts=2)(work)
    if settings.BACKUP_DIR:
        every(KIND, kind=KIND, at=crontab(hour=1, minute=30))


def work(job, progress):
    """A backup that was made but could not be restored stays, and fails the job."""
    into = Path(settings.BACKUP_DIR)
    progress(5)
    folder = back_up(into)
    progress(50)
    rehearse(folder)
    keep_newest(into, settings.BACKUP_KEEP)
    return {"folder": folder.name, "kept": len(backups(into))}
