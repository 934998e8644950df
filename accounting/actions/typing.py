from foundation.records.actor import acting

from ..models import KeptTyping


def keep_typing(*, by, company, content):
    with acting(by):
        KeptTyping.objects.update_or_create(person=by, company=company, defaults={"content": content})


def forget_typing(*, by, company):
    with acting(by):
        KeptTyping.objects.filter(person=by, company=company).delete()
