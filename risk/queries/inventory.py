from ..calc.inventory import difference
from ..models import Risk, RiskSnapshot


def frozen_years(company):
    """The latest first."""
    years = RiskSnapshot.objects.filter(company=company).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def inventory_of(company, year=None):
    """{key of the risk: what is said of it}, now or in a frozen year."""
    if year is None:
        risks = Risk.objects.current().filter(company=company).select_related("owner")
        return {risk.pk: risk for risk in risks}
    frozen = RiskSnapshot.objects.filter(company=company, year=year).select_related("owner")
    return {each.risk_id: each for each in frozen}


def changes(company, year=None):
    """Against the frozen year before: (that year, changes). None and nothing where there is no year before."""
    before = next((each for each in frozen_years(company) if year is None or each < year), None)
    if before is None:
        return None, []
    return before, difference(inventory_of(company, before), inventory_of(company, year))
