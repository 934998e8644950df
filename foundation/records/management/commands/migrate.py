from django.core.management.commands import migrate


class Command(migrate.Command):
    """Missing guards do not stop it: they are what it lays anew, also after it was killed before it came to them."""

    def get_check_kwargs(self, options):
        return {**super().get_check_kwargs(options), "databases": []}
