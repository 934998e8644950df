from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backoffice import doctor


class Command(BaseCommand):
    help = (
        "Brings an installation in step with newer code: a backup first, then tables and static files, then all checks."
    )
    requires_system_checks = []  # the tables are still those of the older code

    def handle(self, **options):
        if not settings.BACKUP_DIR:
            raise CommandError(_("Name a folder for backups in BACKUP_DIR first; nothing was changed."))
        if doctor.newer_tables().state is doctor.State.BAD:
            raise CommandError(doctor.newer_tables().text)
        call_command("backup", Path(settings.BACKUP_DIR), stdout=self.stdout)
        call_command("setup", stdout=self.stdout)
        for command in ("verify_books", "verify_files", "audit_verify", "doctor"):
            call_command(command, stdout=self.stdout)
