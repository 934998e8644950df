"""The calendar feed of a person: its secret address, and what is read at it with the rights of that moment."""

import secrets
from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.calendars import feed
from foundation.calendars.days import holidays_between
from foundation.lib.canonical import sha256_hex
from foundation.lib.ical import as_ical
from foundation.notices.actions import language_of
from foundation.records.actor import acting
from foundation.records.audit import happened

from . import worklist
from .models import CalendarFeed

BACK, AHEAD = timedelta(days=31), timedelta(days=366)
NOTED = timedelta(hours=1)


def feed_for(person):
    return CalendarFeed.objects.filter(person=person, revoked_at=None).first()


def create_feed(*, by):
    """The secret, which nobody can be told again. The address before it ends."""
    token = secrets.token_urlsafe(32)
    with acting(by):
        _revoke(by)
        made = CalendarFeed.objects.create(person=by, token_hash=sha256_hex(token))
        happened("desk.feed.created", subject=made)
    return token


def revoke_feed(*, by):
    with acting(by):
        _revoke(by)


def _revoke(person):
    for old in CalendarFeed.objects.select_for_update().filter(person=person, revoked_at=None):
        CalendarFeed.objects.filter(pk=old.pk).update(revoked_at=timezone.now())
        happened("desk.feed.revoked", subject=old)


def feed_of(token):
    """None also for who has left: for him the address is not there any more."""
    found = CalendarFeed.objects.filter(token_hash=sha256_hex(token), revoked_at=None).select_related("person").first()
    return found if found and found.person.is_employed(timezone.localdate()) else None


def note_fetch(found):
    """Once an hour is enough to know whether anybody still reads it."""
    if found.fetched_at is None or found.fetched_at < timezone.now() - NOTED:
        with acting("system:feed"):
            CalendarFeed.objects.filter(pk=found.pk).update(fetched_at=timezone.now())


def content_of(found, absolute):
    today = timezone.localdate()
    with translation.override(language_of(found.person)):
        events = feed.events_of(found.person, today - BACK, today + AHEAD)
        return as_ical(_("Backoffice portal"), events, stamp=found.created_at, absolute=absolute)


def register():
    feed.register(feed.Provider("work", gettext_lazy("what is due on your work list"), due_work))
    feed.register(feed.Provider("holiday", gettext_lazy("public holidays"), holidays))


def due_work(person, first, last):
    for item in worklist.of(person):
        if item.due and first <= item.due <= last:
            yield feed.Event(sha256_hex(f"{person.pk} {item.url}")[:20], str(item.title), item.due, item.url)


def holidays(person, first, last):
    for day, name in holidays_between(first, last, person.calendar, translation.get_language()):
        yield feed.Event(f"{day}-{person.calendar.land or 'DE'}", name, day)
