"""Telling somebody, and knowing that it was read."""

from django.conf import settings
from django.utils import timezone, translation

from foundation.jobs.actions import enqueue
from foundation.lib.text import shorten
from foundation.records.actor import acting

from . import kinds
from .choices import Way
from .models import DigestHour, Notice, NoticeChoice
from .queries import way_of


def notify(person, title, url, *, kind="general"):
    """Inside `acting`. By e-mail too, if the person chose so for this `kind`. `title` may be lazy: it is kept in the language that the person reads.

    ValueError when `url` leads out of the portal.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("a notice leads to an address inside the portal")
    with translation.override(language_of(person)):
        title = shorten(str(title), 200)
    way = way_of(person, kinds.of(kind))
    notice = Notice.objects.create(person=person, title=title, url=url, kind=kind, way=way, created_at=timezone.now())
    if way == Way.NOW:
        enqueue("notices.mail", key=f"notices.mail:{notice.pk}", notice=notice.pk)
    return notice


def mark_read(notice, *, by):
    with acting(by):
        Notice.objects.visible_to(by).unread().filter(pk=notice.pk).update(read_at=timezone.now())


def mark_all_read(*, by):
    """The number of notices that were unread."""
    with acting(by):
        return Notice.objects.visible_to(by).unread().update(read_at=timezone.now())


def choose_ways(ways, *, by, hour):
    """{kind: way}, and the hour of the digest. What waits for a digest that is not wanted any more stays in the portal."""
    with acting(by):
        for kind, way in ways.items():
            NoticeChoice.objects.update_or_create(person=by, kind=kind, defaults={"way": way})
        DigestHour.objects.update_or_create(person=by, defaults={"hour": hour})
        left = [kind for kind, way in ways.items() if way != Way.DIGEST]
        Notice.objects.visible_to(by).for_digest().filter(kind__in=left).update(way=Way.PORTAL)


def language_of(person):
    return person.users.values_list("language", flat=True).first() or settings.LANGUAGE_CODE
