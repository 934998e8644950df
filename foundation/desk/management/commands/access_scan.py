from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.access.queries.grants import conflicts_in_force


class Command(BaseCommand):
    help = "Looks for people who hold roles that exclude each other. Exits 1 and names them if there are any."

    def handle(self, **options):
        found = conflicts_in_force()
        for one, other, rule in found:
            self.stderr.write(f"{rule}: {one.person}: {one.role_id}, {other.role_id}")
        if found:
            raise CommandError(_("Somebody holds roles that exclude each other."))
        self.stdout.write(_("Nobody holds roles that exclude each other."))
