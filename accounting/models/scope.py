from django.db import models

from foundation.access.policy import can
from foundation.organisation.models import Company


class BooksQuerySet(models.QuerySet):
    """Rows of books: visible to who may look into the books of that company. For everyone else they do not exist."""

    permission = "accounting.entry:view"
    company_path = "company"

    def visible_to(self, person):
        if person is None or not can(person, self.permission):
            return self.none()
        return self.filter(**{f"{self.company_path}__in": Company.objects.visible_to(person)})
