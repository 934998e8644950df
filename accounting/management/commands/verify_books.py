from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounting.queries.chain import verify_books


class Command(BaseCommand):
    help = "Check hashes, numbers and balances of all books. Names the first entry that does not fit, and exits 1."

    def handle(self, **options):
        for broken in verify_books():
            raise CommandError(broken.sentence)
        self.stdout.write(_("The books are whole: chains, numbers and balances fit."))
