from django.db import models

from foundation.access.policy import can
from foundation.organisation.models import Company


class RiskQuerySet(models.QuerySet):
    """Rows of risk control: visible to who may see them, in the companies that his roles reach."""

    permission = "risk.limit:view"
    company_path = "company"

    def visible_to(self, person):
        if person is None or not can(person, self.permission):
            return self.none()
        return self.filter(**{f"{self.company_path}__in": Company.objects.visible_to(person)})
