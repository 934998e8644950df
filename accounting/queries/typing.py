from ..models import KeptTyping


def kept(person, company):
    row = KeptTyping.objects.filter(person=person, company=company).first()
    return row.content if row else None
