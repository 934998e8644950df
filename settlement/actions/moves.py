from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import Conflict

from ..choices import TRANSITIONS
from ..models import Deal


def move_deal(deal, event):
    """Along the table of transitions, or a Conflict `deal.state` that says where the deal stands."""
    for before, after in TRANSITIONS[event].items():
        if Deal.objects.filter(pk=deal.pk, state=before).update(state=after):
            deal.state = after
            return
    move_refused(deal)


def move(row, moves, event, column="state", **facts):
    """The same for the rows that belong to a deal; `facts` are written with it."""
    for before, after in moves[event].items():
        if type(row).objects.filter(pk=row.pk, **{column: before}).update(**{column: after}, **facts):
            row.refresh_from_db()
            return
    row.refresh_from_db()
    label = getattr(row, f"get_{column}_display")()
    raise Conflict("settling.decided", _("This was done meanwhile: it is “{state}” now.").format(state=label))


def move_refused(deal):
    deal.refresh_from_db()
    sentence = _("{deal} is “{state}” now. This is not possible any more.")
    raise Conflict("deal.state", sentence.format(deal=deal, state=deal.get_state_display()))
