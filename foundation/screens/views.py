"""The list page: a view says which rows, which table, which filters; the same address answers the page, the table alone
when htmx asks, or a file."""

from dataclasses import dataclass

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from foundation.access import policy
from foundation.access.lockout import ask_for_file
from foundation.lib.errors import BusinessError
from foundation.lib.tabular import csv_out, xlsx_out
from foundation.lib.text import fold

from .addresses import query_of
from .paging import Order, page_of
from .parts import wants_partial
from .shelf import Shelf
from .shelf_pages import columns_panel, view_panel

STAYING = ("sort", "columns", "view")  # filters change, and these stay
EXPORT_LIMIT = 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Action:
    """A button beside the title; hidden from whom its permission is denied. `key` is its one-letter shortcut."""

    label: str
    url: str
    permission: str = ""
    icon: str = ""
    key: str = ""


@dataclass(frozen=True)
class Empty:
    """What an empty list says: the reason, and one way on."""

    reason: str
    action: str = ""
    url: str = ""


def list_page(
    request,
    *,
    queryset,
    table,
    filters=None,
    title,
    template="components/list.html",
    actions=(),
    empty=None,
    page_size=50,
    bulk=None,
    extra=None,
):
    """`filters` is a `Filters` form bound to `request.GET`, `bulk` what may be done with chosen rows. BusinessError `list.too_long` for a file too large."""
    shelf = Shelf(request)
    if request.method == "GET" and not request.GET and shelf.first:
        return redirect(f"{request.path}?{shelf.first.question}")
    table = table.chosen(shelf.columns)
    match request.GET.get("panel"):
        case "view":
            return view_panel(request, shelf)
        case "columns":
            return columns_panel(request, shelf, table.chosen(request.GET.get("draft", "").split(",")))
    rows = filters.apply(queryset) if filters else queryset
    if table.relations:
        rows = rows.select_related(*table.relations)
    sort = table.sort_of(request.GET.get("sort", ""))
    order = table.path_of(sort)
    if (ending := request.GET.get("format")) in {"csv", "xlsx"}:
        ask_for_file(request.person)
        return _file(rows, table, order, str(title), ending)
    asked = {way: request.GET.get(way, "") for way in ("after", "before")}
    page = page_of(rows, order=order, size=page_size, **asked)
    choices = _offers(request.person, bulk.actions) if bulk else []
    if choices and any(map(bulk.choosable, page.objects)):
        table = bulk.before(table)
    offered, empty = _offers(request.person, actions), empty or Empty(_("There is nothing here yet."))
    if empty.url in {action.url for action in actions if action not in offered}:
        empty = Empty(empty.reason)
    context = {
        "title": title,
        "table": table,
        "headings": table.headings(sort),
        "rows": table.rows(page.objects),
        "page": page,
        "shelf": shelf,
        "filters": filters,
        "chips": filters.chips() if filters else [],
        "actions": offered,
        "bulk": choices,
        "empty": empty,
        "staying": [(name, request.GET[name]) for name in STAYING if request.GET.get(name)],
        "only_table": wants_partial(request),
        **(extra or {}),
    }
    if not context["only_table"]:
        return render(request, template, context)
    response = render(request, "components/table.html", context)
    response["HX-Push-Url"] = f"{request.path}?{query_of(request.GET)}".rstrip("?")
    return response


def _offers(person, actions):
    return [action for action in actions if not action.permission or policy.can(person, action.permission)]


def _file(rows, table, order, title, ending):
    rows = Order(order).sorted(rows)
    if rows[EXPORT_LIMIT : EXPORT_LIMIT + 1]:
        raise BusinessError(
            "list.too_long",
            _("The list has more than %(limit)s rows. Please narrow it with the filters, then export it.")
            % {"limit": f"{EXPORT_LIMIT:,}".replace(",", "\u00a0")},
        )
    lines = table.lines(rows.iterator(chunk_size=2000))
    name = f"{slugify(fold(str(title))) or 'list'}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    if ending == "csv":
        return StreamingHttpResponse(
            csv_out(table.heads(), lines), content_type="text/csv; charset=utf-8", headers=headers
        )
    return HttpResponse(xlsx_out(title, table.heads(), lines), content_type=XLSX, headers=headers)
