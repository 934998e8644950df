from ..calc.cut_off import USUAL
from ..models import CutOff


def cut_off_in_force(company, product, day):
    """The time until which deals of this product belong to the day."""
    rows = CutOff.objects.filter(company=company, product__in=("", product), valid_from__lte=day)
    row = max(rows, key=lambda row: (bool(row.product), row.valid_from), default=None)
    return row.time if row else USUAL
