from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can, roles_of
from foundation.organisation.choices import Side
from foundation.organisation.models import Company, Person, Unit
from foundation.organisation.queries import units_below

from ..calc.clock import Clock
from ..choices import OPEN, OVER, MessageKind, OrderKind, OrderState, Priority
from ..rules import stands_on

FRONT_READS_ALL, FRONT_LEADS = "board.front", "front.head"


class OrderQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The front office sees the orders of its own desk, a head those of the desks below as well; the back office and
        the audit those of all teams."""
        if person is None or not can(person, "workorders.order:view"):
            return self.none()
        reached = self.filter(company__in=Company.objects.visible_to(person))
        roles = roles_of(person)
        if not stands_on(person, Side.FRONT) or FRONT_READS_ALL in roles:
            return reached
        desks = units_below(person.unit_id) if FRONT_LEADS in roles else {person.unit_id}
        return reached.filter(Q(desk__in=desks - {None}) | Q(requester=person))

    def open(self):
        """The back office has something to do about them."""
        return self.filter(state__in=OPEN)

    def not_over(self):
        return self.exclude(state__in=OVER)

    def late(self, now):
        """Too late and still to be done, or done too late."""
        return self.filter(Q(state__in=OPEN, due_at__lt=now) | Q(done_at__gt=F("due_at")))


class WorkOrder(models.Model):
    """Work that the front office asks of the back office. Its time is business time of the team, and stands while the
    front office is asked or has to confirm.

    `subject_table` and `subject_key` name what it is about, in whatever room; `subject` is how that was called.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("sequence"))
    number = models.CharField(_("number"), max_length=16)
    state = models.CharField(_("state"), max_length=13, choices=OrderState, default=OrderState.NEW)
    kind = models.CharField(_("kind"), max_length=15, choices=OrderKind)
    priority = models.CharField(_("priority"), max_length=6, choices=Priority, default=Priority.NORMAL)
    title = models.CharField(_("what it is about"), max_length=120)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    subject = models.CharField(_("belongs to"), max_length=200, blank=True)
    subject_table = models.CharField(_("table"), max_length=80, blank=True, editable=False)
    subject_key = models.CharField(_("key"), max_length=64, blank=True, editable=False)
    requester = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    desk = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("desk"))
    asked_at = models.DateTimeField(_("asked"))
    team = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("team"))
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("assigned to"))
    minutes = models.PositiveIntegerField(_("time in minutes"))
    warn_at = models.DateTimeField(_("80 % of the time"), null=True)
    due_at = models.DateTimeField(_("due"), null=True)
    warned_at = models.DateTimeField(_("reminded at 80 %"), null=True)
    missed_at = models.DateTimeField(_("reminded at 100 %"), null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by"))
    done_at = models.DateTimeField(_("closed"), null=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["team", "state", "due_at"], name="order_of_team"),
            models.Index(fields=["desk", "id"], name="order_of_desk"),
            models.Index(fields=["requester", "state"], name="order_of_requester"),
            models.Index(fields=["company", "id"], name="order_of_company"),
            models.Index(fields=["subject_table", "subject_key"], name="order_about"),
            models.Index(fields=["warn_at"], name="order_to_warn", condition=Q(warned_at=None, warn_at__isnull=False)),
            models.Index(fields=["due_at"], name="order_to_miss", condition=Q(missed_at=None, due_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "year", "sequence"], name="order_sequence_once"),
            models.UniqueConstraint(fields=["company", "number"], name="order_number_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="order_minutes"),
            models.CheckConstraint(condition=~Q(done_by=F("requester")), name="order_not_closed_by_asker"),
            models.CheckConstraint(
                condition=Q(state__in=("done", "confirmed"), done_by__isnull=False, done_at__isnull=False)
                | ~Q(state__in=("done", "confirmed")) & Q(done_by=None, done_at=None),
                name="order_done_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("new", "cancelled", "reopened")) | Q(assignee__isnull=False),
                name="order_assigned",
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("workorders:order", args=[self.pk])

    @property
    def maker_id(self):
        return self.requester_id

    @property
    def is_open(self):
        return self.state in OPEN

    @cached_property
    def clock(self):
        """A list that asks for it has `pauses` prefetched."""
        pauses = tuple((pause.began_at, pause.ended_at) for pause in self.pauses.all())
        return Clock(self.team.calendar, self.asked_at, timedelta(minutes=self.minutes), pauses)

    def is_late(self, now):
        return bool(self.due_at and (self.done_at or now) > self.due_at and (self.is_open or self.done_at))


class ClockPause(models.Model):
    """The clock stands from one moment to another; to which is not yet known of the last one."""

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["began_at"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(ended_at=None), name="clock_stands_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="clock_pause_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.order_id} {self.began_at}"


class MessageQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Internal notes stay on the side of the back office; the audit reads them."""
        found = self.filter(order__in=WorkOrder.objects.visible_to(person))
        return found.exclude(kind=MessageKind.NOTE) if person and stands_on(person, Side.FRONT) else found


class WorkOrderMessage(models.Model):
    """What was said about a work order. It stays as it was said."""

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="messages", verbose_name=_("work order"))
    kind = models.CharField(_("kind"), max_length=9, choices=MessageKind, default=MessageKind.REMARK)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("written by"))
    at = models.DateTimeField(_("time"))
    text = models.TextField(_("text"), max_length=4000)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="message_not_empty")]

    def __str__(self):
        return f"{self.order_id} {self.get_kind_display()}"
