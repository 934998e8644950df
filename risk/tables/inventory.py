from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Table


class Mark(str):
    """A score as text, in the colour of its field."""

    __slots__ = ("level",)

    def __new__(cls, score):
        mark = super().__new__(cls, score)
        mark.level = score.level
        return mark

    def __html__(self):
        return format_html('<span class="score score-{}">{}</span>', self.level, str(self))


RISKS = Table(
    Column("name", _("Risk"), sort="name", link=lambda risk: risk.get_absolute_url()),
    Column("category", _("Category"), value=lambda risk: risk.get_category_display(), sort="category"),
    Column("gross", _("Gross"), value=lambda risk: Mark(risk.gross), roomy=True),
    Column("net", _("Net"), value=lambda risk: Mark(risk.net)),
    Column("target", _("Target"), value=lambda risk: Mark(risk.target), roomy=True),
    Column("treatment", _("Treatment"), value=lambda risk: risk.get_treatment_display()),
    Column("material", _("Material"), value=lambda risk: _("yes") if risk.material else ""),
    Column("review_due", _("Next review"), kind="date", sort="review_due"),
    Column("owner", _("Owner"), roomy=True),
    Column("esg", "ESG", value=lambda risk: _("yes") if risk.esg else "", shown=False),
    Column("controls", _("Controls"), shown=False),
    Column("reviewed_on", _("Reviewed"), kind="date", sort="reviewed_on", shown=False),
    Column("reviewed_by", _("Reviewed by"), shown=False, relation="reviewed_by"),
    order="category",
)
