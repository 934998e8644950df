from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from foundation.records.actor import acting
from foundation.screens import search_words


class Command(BaseCommand):
    help = "Make the words that names are found by anew. With --check only compare them, and exit 1 if they differ."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        if not check:
            with acting("system:search_words"):
                search_words.rebuild()
        if differing := search_words.differences():
            tables = ", ".join(f"{table} {count}" for table, count in differing.items())
            raise CommandError(_("Words of names are missing or too many: {tables}").format(tables=tables))
        self.stdout.write(_("Every name is found by its words."))
