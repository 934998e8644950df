from .models import Notice


def unread_count(person):
    return Notice.objects.visible_to(person).unread().count()
