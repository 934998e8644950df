from ..models import Term


def days_of(code):
    return Term.objects.get(pk=code).days
