from . import kinds
from .calc.digest import HOUR
from .models import DigestHour, Notice, NoticeChoice


def unread_count(person):
    return Notice.objects.visible_to(person).unread().count()


def way_of(person, kind):
    if kind.fixed:
        return kind.way
    chosen = NoticeChoice.objects.filter(person=person, kind=kind.code).values_list("way", flat=True).first()
    return chosen or kind.way


def ways_of(person):
    """{code: way} of everything that the person may choose about."""
    chosen = dict(NoticeChoice.objects.filter(person=person).values_list("kind", "way"))
    return {kind.code: chosen.get(kind.code, kind.way) for kind in kinds.offered_to(person)}


def hour_of(person):
    chosen = DigestHour.objects.filter(person=person).values_list("hour", flat=True).first()
    return HOUR if chosen is None else chosen
