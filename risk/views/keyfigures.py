"""Key risk indicators: their lights, their trends, and from where on they are amber or red."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.screens.writing import form_page, perform

from .. import keyfigures
from ..actions.keyfigures import EDIT, set_threshold
from ..forms.keyfigures import ThresholdForm
from ..lights import in_words, light_of, trend
from ..models import Threshold
from ..queries.keyfigures import standings
from .scope import company_asked

VIEW = "risk.key_figure:view"


@require_safe
@requires(VIEW)
def key_figures(request):
    company = company_asked(request)
    context = {
        "rows": [row_of(standing) for standing in standings(company)],
        "may_edit": can(request.person, EDIT),
        "title": _("Key risk indicators"),
    }
    return render(request, "risk/key_figures.html", context)


@require_safe
@requires(VIEW)
def key_figure(request, code):
    company = company_asked(request)
    standing = _standing(company, code, count=60)
    context = {
        "row": row_of(standing),
        "readings": [
            (each.on, in_words(each.value, standing.figure.unit), light_of(each.light))
            for each in reversed(standing.readings)
        ],
        "thresholds": Threshold.objects.filter(company=company, code=code).select_related("set_by"),
        "may_edit": can(request.person, EDIT),
    }
    return render(request, "risk/key_figure.html", context)


@requires(EDIT)
def threshold(request, code):
    company = company_asked(request)
    standing = _standing(company, code)
    form = ThresholdForm(request.POST or None, initial={"amber": standing.amber, "red": standing.red})
    address = reverse("risk:key_figure", args=[code])

    def act(data):
        facts = {name: data[name] for name in ("amber", "red", "reason")}
        set_threshold(by=request.person, company=company, code=code, **facts)
        return address

    message = _("The thresholds were set. They count from the next reading on.")
    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=message)):
        return done
    title = _("Thresholds of “{figure}”").format(figure=standing.figure.label)
    return form_page(request, form=form, title=title, submit=_("Set"), cancel=address)


def row_of(standing):
    figure, last = standing.figure, standing.last
    return {
        "code": figure.code,
        "label": figure.label,
        "value": in_words(last.value, figure.unit) if last else "",
        "light": light_of(last.light) if last else None,
        "amber": in_words(standing.amber, figure.unit),
        "red": in_words(standing.red, figure.unit),
        "trend": trend(standing.readings, figure.unit),
        "on": last.on if last else None,
        "url": reverse(figure.url) if figure.url else "",
    }


def _standing(company, code, **options):
    if keyfigures.get(code) is None:
        raise Http404
    return next(each for each in standings(company, **options) if each.figure.code == code)
