from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from backoffice.safekeeping.backup import back_up, keep_newest
from backoffice.safekeeping.rehearsal import rehearse
from foundation.lib.errors import BusinessError


class Command(BaseCommand):
    help = "Saves database and files, with a manifest, into a new folder; the portal goes on working meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("into", type=Path, help="where the new folder is made")
        parser.add_argument("--test", action="store_true", help="restore it into a temporary place and verify it there")
        parser.add_argument("--keep", type=int, metavar="N", help="afterwards delete all but the newest N")

    def handle(self, *, into, test, keep, **options):
        try:
            folder = back_up(into.resolve())
            self.stdout.write(_("Saved to {folder}").format(folder=folder))
            if test:
                self.stdout.write(rehearse(folder))
        except BusinessError as error:
            raise CommandError(str(error)) from error
        if keep:
            keep_newest(into, keep)
