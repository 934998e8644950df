from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.organisation.models import Company, Unit

from ..choices import OrderKind, Priority


class ServiceQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What the back office promises is no secret to either side."""
        if person is None or not can(person, "workorders.order:view"):
            return self.none()
        return self.filter(company__in=Company.objects.visible_to(person))


class Service(models.Model):
    """A kind of work that the back office does for the front office, and the team that does it."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    kind = models.CharField(_("kind"), max_length=15, choices=OrderKind)
    team = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("team"))

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["company", "pk"]
        constraints = [models.UniqueConstraint(fields=["company", "kind"], name="service_once")]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse("workorders:service", args=[self.pk])


class ServiceLevel(models.Model):
    """In how many minutes of business time it is done, by priority."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="levels", verbose_name=_("service"))
    priority = models.CharField(_("priority"), max_length=6, choices=Priority)
    minutes = models.PositiveIntegerField(_("minutes"))

    class Meta:
        verbose_name = _("service level")
        verbose_name_plural = _("service levels")
        constraints = [
            models.UniqueConstraint(fields=["service", "priority"], name="service_level_once"),
            models.CheckConstraint(condition=models.Q(minutes__range=(15, 60_000)), name="service_level_minutes"),
        ]

    def __str__(self):
        return f"{self.service} {self.get_priority_display()}"
