from django.core.management.base import BaseCommand, CommandError

from foundation.documents.models import Document
from foundation.documents.queries import file_problems


class Command(BaseCommand):
    help = "Compares every stored file with what was stored; names the first that is not as it was and exits 1."

    def handle(self, **options):
        for problem in file_problems():
            raise CommandError(problem)
        self.stdout.write(f"{Document.objects.count()} files are as they were stored.")
