from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Table


def next_draft(template):
    recurrence = getattr(template, "recurrence", None)
    return recurrence and recurrence.next_due


TEMPLATES = Table(
    Column("name", _("Name"), link=lambda template: template.get_absolute_url(), sort="name"),
    Column("text", _("Text")),
    Column("journal", _("Journal"), value="journal.code"),
    Column("owner", _("Owner")),
    Column("next", _("Next draft"), value=next_draft, kind="date"),
    Column("shared", _("Shared"), value=lambda template: _("shared") if template.shared else ""),
    order="name",
)
