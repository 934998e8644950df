"""The states of a batch that comes in stages. Each step is one statement, so of two who take it one is told."""

from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import Conflict


def hold(batch, state):
    """Inside a transaction: nobody moves the batch on before it ends."""
    if not type(batch).objects.select_for_update().filter(pk=batch.pk, state=state):
        raise _handled()


def move(batch, before, after, **facts):
    if not type(batch).objects.filter(pk=batch.pk, state__in=before).update(state=after, **facts):
        raise _handled()
    for name, value in {"state": after, **facts}.items():
        setattr(batch, name, value)


def _handled():
    return Conflict("import.state", _("This import was handled meanwhile."))
