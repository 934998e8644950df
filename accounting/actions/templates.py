from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..models import EntryTemplate, TemplateLine
from ..queries.books import accounts_by_number
from ..queries.templates import asked_to_delete

EDIT = "accounting.template:edit"


def create_template(*, by, company, name, journal, text, lines, shared=False):
    """Lines come as typed, some perhaps without an amount. BusinessError `template.name` for a name that one has."""
    check(by, EDIT, journal)
    template = EntryTemplate(company=company, owner=by, name=name, shared=shared, journal=journal, text=text)
    with acting(by), guards.speaking():
        _write(template, lines)
        happened("accounting.template.created", subject=template)
    return template


def change_template(template, *, by, name, journal, text, lines, shared=False):
    check(by, EDIT, template)
    template.name, template.shared, template.journal, template.text = name, shared, journal, text
    with acting(by), guards.speaking():
        template.lines.all().delete()
        _write(template, lines)
        happened("accounting.template.changed", subject=template)
    return template


def delete_template(template, *, by):
    """Its owner's own. What somebody who has left leaves behind, all who keep templates may clear away."""
    check(by, EDIT, asked_to_delete(template))
    with acting(by), guards.speaking():
        happened("accounting.template.deleted", subject=template, name=template.name)
        template.delete()


def _write(template, lines):
    same = EntryTemplate.objects.filter(company=template.company, owner=template.owner, name=template.name)
    if same.exclude(pk=template.pk).exists():
        raise BusinessError("template.name", _("You have a template of this name already."), field="name")
    accounts = accounts_by_number(template.company, {line.account for line in lines})
    template.save()
    TemplateLine.objects.bulk_create(
        TemplateLine(
            template=template, position=position, account=accounts[line.account], debit=line.debit, credit=line.credit,
            tax_code=line.tax_code, cost_centre=line.cost_centre, text=line.text,
        )
        for position, line in enumerate(lines, 1)
    )  # fmt: skip
