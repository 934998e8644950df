from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backoffice.safekeeping.restore import losses, restore
from foundation.lib.errors import BusinessError


class Command(BaseCommand):
    help = "Lays a backup back into an empty place, and verifies books, files and audit trail there."
    requires_system_checks = []  # an empty place has neither tables nor guards

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the folder that `backup` made")

    def handle(self, *, folder, **options):
        try:
            manifest = restore(folder.resolve())
        except BusinessError as error:
            raise CommandError(str(error)) from error
        for problem in losses(manifest):
            raise CommandError(problem)
        self.stdout.write(
            _(
                "Restored the state of {time}: {rows} rows, {files} files; books, files and audit trail are whole."
            ).format(time=manifest.made_at, rows=sum(manifest.rows.values()), files=len(manifest.files) - 1)
        )
