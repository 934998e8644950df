from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.desk.scan import FOUND, scan


class Command(BaseCommand):
    help = "Looks for people who hold roles that exclude each other. Tells the audit, names them and exits 1."

    def handle(self, **options):
        found = scan()
        for one, other, rule in found:
            self.stderr.write(f"{rule}: {one.person}: {one.role_id}, {other.role_id}")
        if found:
            raise CommandError(FOUND)
        self.stdout.write(_("Nobody holds roles that exclude each other."))
