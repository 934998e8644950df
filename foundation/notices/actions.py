"""Telling somebody, and knowing that it was read."""

from django.conf import settings
from django.utils import timezone, translation

from foundation.jobs.actions import enqueue
from foundation.lib.text import shorten
from foundation.records.actor import acting

from .models import Notice


def notify(person, title, url, *, mail=False):
    """Inside `acting`. `title` may be lazy: it is kept in the language that the person reads.

    ValueError when `url` leads out of the portal.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("a notice leads to an address inside the portal")
    with translation.override(language_of(person)):
        title = shorten(str(title), 200)
    notice = Notice.objects.create(person=person, title=title, url=url, created_at=timezone.now())
    if mail:
        enqueue("notices.mail", key=f"notices.mail:{notice.pk}", notice=notice.pk)
    return notice


def mark_read(notice, *, by):
    with acting(by):
        Notice.objects.visible_to(by).unread().filter(pk=notice.pk).update(read_at=timezone.now())


def mark_all_read(*, by):
    """The number of notices that were unread."""
    with acting(by):
        return Notice.objects.visible_to(by).unread().update(read_at=timezone.now())


def language_of(person):
    return person.users.values_list("language", flat=True).first() or settings.LANGUAGE_CODE
