"""Notices by e-mail: each at once, or those of a day in one. Everything is written down before it leaves, so that it is
sent once at most; what the server did not take is tried again for a quarter of an hour."""

from contextlib import contextmanager
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Min
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.jobs.actions import enqueue
from foundation.jobs.registry import handler
from foundation.organisation.models import Person
from foundation.records.actor import acting

from . import kinds
from .actions import language_of
from .calc.digest import HOUR, due_since
from .models import Notice

MAIL, DIGESTS, DIGEST = "notices.mail", "notices.digests", "notices.digest"
CLOCK = "system:notices"


@handler(MAIL, max_attempts=8, label=gettext_lazy("Send an e-mail"))
def mail(job, progress):
    notice = Notice.objects.select_related("person").get(pk=job.args["notice"])
    with _claimed(Notice.objects.filter(pk=notice.pk)) as claimed:
        if claimed and notice.person.is_employed(timezone.localdate()):
            _send(notice.person, notice.title, [notice], f"notice-{notice.pk}")
    return {}


@handler(DIGESTS, label=gettext_lazy("See whose e-mail of the day is due"))
def digests(job, progress):
    """Also when the worker slept through the hour: the key lets each person have one a day."""
    now = timezone.localtime()
    waiting = (
        Notice.objects.for_digest()
        .values("person", hour=Coalesce("person__digest_hour__hour", HOUR))
        .annotate(first=Min("created_at"))
        .order_by("person")
    )
    places = ("company__workplace", "unit__workplace")
    people = Person.objects.select_related(*places).in_bulk([one["person"] for one in waiting])
    with acting(CLOCK):
        for one in waiting:
            due = due_since(now, one["hour"], people[one["person"]].calendar)
            if due and one["first"] < due:
                key = f"{DIGEST}:{one['person']}:{due:%Y-%m-%d}"
                enqueue(DIGEST, key=key, person=one["person"], until=due.isoformat())
    return {}


@handler(DIGEST, max_attempts=8, label=gettext_lazy("Send the e-mail of the day"))
def digest(job, progress):
    person, until = Person.objects.get(pk=job.args["person"]), datetime.fromisoformat(job.args["until"])
    with _claimed(Notice.objects.for_digest().filter(person=person, created_at__lt=until)) as claimed:
        if claimed and person.is_employed(timezone.localdate()):
            with translation.override(language_of(person)):
                count = len(claimed)
                title = ngettext("{count} new notice of the portal", "{count} new notices of the portal", count)
            _send(person, title.format(count=count), claimed, f"digest-{person.pk}-{until:%Y%m%d}")
    return {}


@contextmanager
def _claimed(notices):
    """Those that nobody has sent yet; they count as sent unless the server does not take them."""
    with acting(CLOCK):
        claimed = list(notices.filter(sent_at=None).order_by("kind", "pk").select_for_update())
        ours = Notice.objects.filter(pk__in=[notice.pk for notice in claimed])
        ours.update(sent_at=timezone.now())
    try:
        yield claimed
    except OSError:
        with acting(CLOCK):
            ours.update(sent_at=None)
        raise


def _send(person, subject, notices, name):
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    with translation.override(language_of(person)):
        context = _context(person, subject, notices)
        if context["settings"]:
            headers["List-Unsubscribe"] = f"<{context['settings']}>"
        message = EmailMultiAlternatives(subject, _as_text(context), to=[person.email], headers=headers)
        message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
        message.send()


def _context(person, subject, notices):
    """Without PORTAL_URL a mail cannot lead anywhere; it then says where to look."""
    groups = [(kinds.label_of(kind), list(found)) for kind, found in groupby(notices, key=lambda one: one.kind)]
    return {
        "person": person,
        "subject": subject,
        "groups": groups,
        "portal": settings.PORTAL_URL,
        "settings": settings.PORTAL_URL and settings.PORTAL_URL + reverse("notice_settings"),
        "language": translation.get_language(),
    }


def _as_text(context):
    lines = []
    for label, notices in context["groups"]:
        lines += [str(label), *(f"- {notice.title}" for notice in notices), ""]
    if context["portal"]:
        lines += [_("Read them in the portal: {address}").format(address=context["portal"] + reverse("notices"))]
        lines += [_("Choose what you hear of by e-mail: {address}").format(address=context["settings"])]
    else:
        lines += [_("Please sign in to the portal; you find this under “Notices”.")]
    return "\n".join(lines)
