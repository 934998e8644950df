"""A calendar after RFC 5545. Escaping and folding are the library's; what stays the same is written the same."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Backoffice//Portal//DE"


def as_ical(name, events, *, stamp, absolute):
    """`events` are pairs of a uid and what has `title`, `start` and `url`; `absolute` makes the address whole."""
    calendar = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("x-wr-calname", name)):
        calendar.add(key, value)
    for uid, event in events:
        calendar.add_component(_event(uid, event, stamp, absolute))
    return calendar.to_ical()


def _event(uid, event, stamp, absolute):
    entry = Event()
    entry.add("uid", uid)
    entry.add("dtstamp", stamp)
    entry.add("summary", event.title)
    if isinstance(event.start, datetime):
        entry.add("dtstart", event.start)
    else:
        entry.add("dtstart", event.start)
        entry.add("dtend", event.start + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    if event.url:
        entry.add("url", absolute(event.url))
    return entry
