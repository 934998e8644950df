"""Tags that every template has at hand (a builtin library)."""

from datetime import datetime
from functools import cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foundation.access.queries.why import why_not as reasons
from foundation.lib.charts import bars
from foundation.lib.dates import format_date
from foundation.lib.decimals import format_decimal
from foundation.lib.money import format_amount

from .. import beside
from ..addresses import query_of

register = template.Library()


@register.simple_tag
@cache
def icon(name):
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("vendor/icons.svg"), name
    )


@register.filter
def amount(cents):
    """1.234,56 or, for readers of English, 1,234.56."""
    return "" if cents in (None, "") else format_amount(cents, english=is_english())


@register.filter
def percentage(value):
    """12,5 or 12.5 of a Decimal."""
    text = "" if value in (None, "") else f"{value:.1f}"
    return text if is_english() else text.replace(".", ",")


@register.filter
def number(value):
    """1.082,5 or 1,082.5 of a Decimal, with as many decimals as it needs."""
    return "" if value in (None, "") else format_decimal(value, english=is_english())


@register.filter
def grouped(value):
    """43.902 or 43,902 of a count; what is no number stays."""
    return number_format(value, force_grouping=True) if isinstance(value, int) else value


@register.filter
def breakable(value):
    """An e-mail address that is too long for its line breaks before its @, not in the middle of a word."""
    before, at, after = str(value).partition("@")
    return format_html("{}<wbr>@{}", before, after) if at and not hasattr(value, "__html__") else value


@register.filter
def day(value):
    """Of a moment, the day on our clock."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return format_date(value) if value else ""


@register.filter
def clock(value):
    return _("at {time}").format(time=f"{timezone.localtime(value):%H:%M}") if value else ""


@register.filter
def moment(value):
    """Day and time on the clock in Berlin."""
    return f"{timezone.localtime(value):%d.%m.%Y %H:%M}" if value else ""


@register.filter
def age(value):
    """Since when something waits: in days, which is what one asks."""
    if not value:
        return ""
    days = (timezone.localdate() - (timezone.localdate(value) if isinstance(value, datetime) else value)).days
    if days < 1:
        return _("since today")
    return _("since yesterday") if days == 1 else ngettext("for {n} day", "for {n} days", days).format(n=days)


@register.inclusion_tag("components/chart.html")
def chart(points, label, large=False):
    return {"chart": bars([point.value for point in points]), "points": points, "label": label, "large": large}


@register.simple_tag(takes_context=True)
def query_replace(context, **changes):
    """The address of this page with other parameters; None or an empty text removes one."""
    return f"?{query_of(context['request'].GET, **changes)}"


@register.simple_tag(takes_context=True)
def why_not(context, denied):
    """What stands behind a no: `denied` carries a rule, and mostly a permission."""
    person = context["shell"].person
    return (
        reasons(person, rule=getattr(denied, "rule", ""), permission=getattr(denied, "permission", ""))
        if person
        else None
    )


@register.inclusion_tag("components/beside.html", takes_context=True)
def ways_beside(context, row):
    """Buttons that other rooms offer about this row."""
    person = context["shell"].person
    return {"ways": beside.of(person, row) if person else []}


def is_english():
    return (get_language() or "").startswith("en")
