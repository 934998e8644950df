"""The bare side: the pages that somebody writes on the first day with Django. Signed in, the same 50 rows and columns,
and nothing around them: no menu, no filters, no sorting, no rights."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.generic import ListView

from accounting.models import Entry
from foundation.contacts.models import Partner

ROWS = 50
PAGE = """<!DOCTYPE html>
<html lang="de"><head><title>{title}</title></head><body><p>{{{{ request.user }}}}</p><h1>{title}</h1>
<table>{{% for row in object_list %}}<tr>{cells}</tr>{{% endfor %}}</table></body></html>"""


def page(title, *cells):
    return engines["django"].from_string(PAGE.format(title=title, cells="".join(f"<td>{cell}</td>" for cell in cells)))


class PlainList(LoginRequiredMixin, ListView):
    template = None

    def get_queryset(self):
        return super().get_queryset().filter(company=self.request.user.person.company_id)[:ROWS]

    def render_to_response(self, context):
        return HttpResponse(self.template.render(context, self.request))


class Entries(PlainList):
    queryset = Entry.objects.select_related("journal", "fiscal_year", "captured_by").order_by("-posting_date", "-pk")
    template = page(
        "Entries",
        '<a href="{{ row.get_absolute_url }}">{{ row }}</a>',
        '{{ row.posting_date|date:"d.m.Y" }}',
        "{{ row.document_number }}",
        "{{ row.text }}",
        "{{ row.journal.code }}",
        "{{ row.total }}",
        "{{ row.get_state_display }}",
        "{{ row.captured_by }}",
    )


class Partners(PlainList):
    queryset = Partner.objects.order_by("name", "pk")
    template = page(
        "Partners",
        '<a href="{{ row.get_absolute_url }}">{{ row.number }}</a>',
        "{{ row }}",
        "{{ row.get_kind_display }}",
        "{{ row.city }}",
        "{{ row.vat_id }}",
        "{% if row.blocked %}blocked{% else %}active{% endif %}",
    )


urlpatterns = [
    path("plain/entries/", Entries.as_view()),
    path("plain/partners/", Partners.as_view()),
    path("", include("backoffice.urls")),
]
