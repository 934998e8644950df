from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company, Person

LONGEST = 2000


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own, and those shared in the companies that one reaches. The list itself asks who may see it."""
        if person is None:
            return self.none()
        return self.filter(Q(maker=person) | Q(shared=True, company__in=Company.objects.visible_to(person)))

    def named(self):
        return self.exclude(name="")


class SavedView(models.Model):
    """A list as somebody wants to find it again: the query string of its address, and nothing that is trusted.

    The one without a name is how its maker keeps the list: the view that it begins with.
    """

    list = models.CharField(_("list"), max_length=120)  # the name of its address, such as "accounting:entries"
    maker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("made by"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    name = models.CharField(_("name"), max_length=60, blank=True)
    query = models.CharField(_("query"), max_length=LONGEST, blank=True)
    shared = models.BooleanField(_("shared"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(fields=["maker", "list", "name"], name="saved_view_of_maker_once"),
            models.UniqueConstraint(
                fields=["company", "list", "name"], condition=Q(shared=True), name="saved_view_shared_once"
            ),
            models.CheckConstraint(condition=~Q(name="") | Q(shared=False), name="saved_view_shared_has_name"),
        ]

    def __str__(self):
        return self.name

    def may_remove(self, person):
        """Its maker, or any reader when the maker has left."""
        return person.pk == self.maker_id or not self.maker.is_employed(timezone.localdate())

    @property
    def question(self):
        """What stands behind the path of the list."""
        return "&".join(filter(None, [self.query, f"view={self.pk}"]))

    def get_absolute_url(self):
        """Empty where the list is that of one thing, whose key the view does not know."""
        try:
            return f"{reverse(self.list)}?{self.question}"
        except NoReverseMatch:
            return ""
