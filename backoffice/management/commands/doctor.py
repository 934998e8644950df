import sys

from django.core.management.base import BaseCommand

from backoffice.doctor import State, examine


class Command(BaseCommand):
    help = "Checks this installation and says what to do; ends with 1 when something is bad."
    requires_system_checks = []  # it reports what is wrong instead of stopping at the first

    def handle(self, **options):
        styles = {State.OK: self.style.SUCCESS, State.WARN: self.style.WARNING, State.BAD: self.style.ERROR}
        bad = False
        for finding in examine():
            self.stdout.write(f"{styles[finding.state](f'{finding.state:4}')}  {finding.subject:18} {finding.text}")
            if finding.state is not State.OK and finding.remedy:
                self.stdout.write(f"{'':25}{finding.remedy}")
            bad |= finding.state is State.BAD
        if bad:
            sys.exit(1)
