from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person


class LeaveQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(models.Q(person__in=Person.objects.visible_to(person)) | models.Q(person=person))

    def planned(self):
        return self.filter(cancelled_at=None)

    def of_year(self, year):
        return self.planned().filter(valid_from__year__lte=year, valid_to__year__gte=year)


class BlockLeave(models.Model):
    """Trading days in a row in which somebody else answers for the positions of a trader, who has no access to them
    (MaRisk BTO 2.2.1 Tz. 10)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="block_leaves", verbose_name=_("person"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("planned by"))
    planned_at = models.DateTimeField(_("planned"), auto_now_add=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("block leave")
        verbose_name_plural = _("block leaves")
        ordering = ["-valid_from", "pk"]
        indexes = [models.Index(fields=["person", "valid_to"], name="block_leave_of_person")]
        constraints = [
            models.CheckConstraint(condition=models.Q(valid_to__gte=models.F("valid_from")), name="block_leave_span")
        ]

    def __str__(self):
        return str(self.person)
