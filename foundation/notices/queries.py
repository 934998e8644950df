from .models import Notice


def unread_count(person):
    return Notice.objects.visible_to(person).unread().count()


def latest_notices(person, count=100):
    return Notice.objects.visible_to(person)[:count]
