from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from foundation.access.gate import public
from foundation.access.models import User
from foundation.organisation.models import Company
from foundation.records.actor import acting

YEAR = 365 * 24 * 3600


@require_POST
@public
def preferences(request):
    """Language and theme: kept with the login of a person, and in cookies for the pages before signing in. The company
    that somebody works in is kept with the session."""
    chosen = dict(_chosen(request.POST))
    if chosen and request.person:
        with acting(request.person):
            User.objects.filter(pk=request.user.pk).update(**chosen)
    if company := _company(request):
        request.session["company"] = company.pk
    response = HttpResponseRedirect(_back(request))
    cookies = {"language": settings.LANGUAGE_COOKIE_NAME, "theme": "theme"}
    for name, value in chosen.items():
        response.set_cookie(cookies[name], value, max_age=YEAR, samesite="Lax", secure=settings.TLS, httponly=True)
    return response


def _chosen(sent):
    allowed = {"language": dict(settings.LANGUAGES), "theme": User.Theme.values}
    return ((name, sent[name]) for name, values in allowed.items() if sent.get(name) in values)


def _company(request):
    asked = request.POST.get("company", "")
    return Company.objects.visible_to(request.person).filter(pk=asked).first() if asked.isdecimal() else None


def _back(request):
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe and target.startswith("/") else "/"
