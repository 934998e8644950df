from django.core.management.base import BaseCommand, CommandError

from foundation.documents.models import Document
from foundation.documents.queries import file_problems


class Command(BaseCommand):
    help = "Compares every stored file with what was stored; names those that are not as they were and exits 1."

    def handle(self, **options):
        if problems := list(file_problems()):
            raise CommandError("\n".join(problems))
        self.stdout.write(f"{Document.objects.count()} files are as they were stored.")
