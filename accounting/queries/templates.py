from django.utils import timezone

from ..calc.lines import LineData
from ..calc.placeholders import filled
from ..models import TemplateLine


def lines_of_template(template):
    """Its lines as typed."""
    return [
        LineData(
            line.account.number, line.debit, line.credit, line.tax_code, text=line.text, cost_centre=line.cost_centre
        )
        for line in TemplateLine.objects.filter(template=template).select_related("account")
    ]


def begun(template, day):
    """The facts of an entry of that day as its template begins it, and its lines."""
    return {"journal": template.journal_id, "text": filled(template.text, day)[:200]}, lines_of_template(template)


def asked_to_delete(template):
    """What the right to keep templates is asked about: the template, or its books when its owner has left."""
    return template if template.owner.is_employed(timezone.localdate()) else template.journal
