"""What somebody keeps of a list."""

from django.db import IntegrityError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.records import guards
from foundation.records.actor import acting

from .addresses import query_of
from .models import SavedView
from .models.saved_view import LONGEST


def save_view(*, by, list, name, query, shared=False):
    """BusinessError `view.there` when the name is taken, `view.too_long`."""
    view = SavedView(list=list, maker=by, company=by.company)
    return _write(view, by, name=name, query=query, shared=shared)


def change_view(view, *, by, name, query, shared=False):
    """Only its maker; everybody else saves it as his own."""
    return _write(view, by, name=name, query=query, shared=shared)


def remove_view(view, *, by):
    with acting(by), guards.speaking():
        view.delete()


def begin_with(view, *, by, first):
    """Whether the list opens with this view for `by`, whoever made it."""
    begins = _kept(by, view.list).get("view") == str(view.pk)
    if first != begins:
        _keep(by, view.list, view=str(view.pk) if first else None)


def choose_columns(names, *, by, list):
    """The columns that `by` sees in this list from now on; with none, those that the list comes with."""
    _keep(by, list, columns=names)


def _write(view, by, **content):
    if len(content["query"]) > LONGEST:
        raise BusinessError("view.too_long", _("These are too many filters for a saved view."))
    for name, value in content.items():
        setattr(view, name, value)
    try:
        with acting(by), guards.speaking():
            view.save()
    except IntegrityError as error:
        raise BusinessError("view.there", _("A view of this name is there already."), field="name") from error
    return view


def _kept(by, list):
    return QueryDict(SavedView.objects.filter(maker=by, list=list, name="").values_list("query", flat=True).first())


def _keep(by, list, **changes):
    with acting(by), guards.speaking():
        rows = SavedView.objects.select_for_update()
        kept, _new = rows.get_or_create(maker=by, list=list, name="", defaults={"company": by.company})
        kept.query = query_of(QueryDict(kept.query), **changes)
        kept.save(update_fields=["query"])
