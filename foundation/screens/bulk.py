"""Several rows at once: chosen in a list, looked at with what would happen to each, then all of them or none."""

from collections.abc import Callable
from dataclasses import dataclass

from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError

from .forms import CommandForm
from .tables import Column
from .writing import perform

MOST = 500
HIGHEST_KEY_LENGTH = 18


@dataclass(frozen=True)
class Bulk:
    """What a list offers for the rows that one chooses: `actions` lead to pages made with `bulk_page`, which get their
    keys as `name`. `label` tells the box of a row from the others."""

    name: str
    actions: list
    label: Callable = str
    choosable: Callable = lambda row: True

    def before(self, table):
        return table.behind(Column("chosen", _("Choose"), value=self._box))

    def _box(self, row):
        if not self.choosable(row):
            return ""
        box = '<input type="checkbox" class="form-check-input" name="{}" value="{}" aria-label="{}">'
        return format_html(box, self.name, row.pk, _("choose {row}").format(row=self.label(row)))


def bulk_page(
    request,
    *,
    name,
    rows,
    table,
    why_not,
    act,
    permission,
    title,
    submit,
    message,
    back,
    note="",
    form_class=CommandForm,
):
    """First what would be done and what cannot be, each with its reason; then, asked again, all of it or nothing.

    `rows` may be chosen from; `why_not(row)` is a sentence or empty; `act(chosen, data)` does it and may answer where to
    go on, else it is `back`, a pair of a label and an address. The action itself refuses what changed meanwhile.
    `submit` is a plural of `number`.
    """
    sent = request.POST if request.method == "POST" else request.GET
    chosen = list(rows.filter(pk__in=_keys(sent.getlist(name))))
    form = form_class(request.POST or None)

    def run(data):
        if not chosen:
            raise BusinessError("bulk.nothing", _("Nothing was chosen."))
        return act(chosen, data) or back[1]

    if request.method == "POST" and (done := perform(request, form, run, permission=permission, message=message)):
        return done
    judged = [(row, why_not(row)) for row in chosen]
    fit = [row for row, reason in judged if not reason]
    unfit = [(row, reason) for row, reason in judged if reason]
    context = {
        "title": title, "back": back, "name": name, "note": note, "table": table, "form": form, "fit": fit,
        "unfit": unfit, "fit_rows": table.rows(fit), "sums": table.sums(fit), "submit": submit % {"number": len(fit)},
        "unfit_rows": [(table.rows([row])[0], reason) for row, reason in unfit],
    }  # fmt: skip
    return render(request, "components/bulk.html", context, status=getattr(form, "status", 200))


def _keys(asked):
    return [int(key) for key in asked[:MOST] if key.isdecimal() and len(key) < HIGHEST_KEY_LENGTH]
