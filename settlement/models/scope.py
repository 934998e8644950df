from django.db import models

from foundation.access.policy import can
from foundation.organisation.models import Company


class BackQuerySet(models.QuerySet):
    """What belongs to the settlement of deals: for who settles, controls and audits. For the front it does not exist."""

    permission = "settlement.confirmation:view"
    company_path = "deal__company"

    def visible_to(self, person):
        if person is None or not can(person, self.permission):
            return self.none()
        return self.filter(**{f"{self.company_path}__in": Company.objects.visible_to(person)})


class OfDeal:
    """Something that belongs to a deal is asked about as the deal is: whoever made the deal decides nothing of it."""

    @property
    def company_id(self):
        return self.deal.company_id

    @property
    def company(self):
        return self.deal.company

    @property
    def desk_id(self):
        return self.deal.desk_id

    @property
    def made_by_ids(self):
        return self.deal.made_by_ids
