from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounting.queries.books import account_numbers
from foundation.access.gate import check
from foundation.lib.errors import BusinessError, Conflict
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..models import ProductTerms

EDIT = "settlement.terms:edit"
ACCOUNTS = ("buy_debit", "buy_credit", "sell_debit", "sell_credit")


def set_terms(*, by, company, product, valid_from, **facts):
    """From a day on, today at the earliest: what was settled by the old terms stays so. BusinessError `terms.account`."""
    with acting(by), guards.speaking():
        terms = ProductTerms(company=company, product=product, valid_from=valid_from, set_by=by, **facts)
        check(by, EDIT, terms)
        if valid_from < timezone.localdate():
            raise BusinessError("terms.past", _("Terms hold from today on, not before."), field="valid_from")
        if ProductTerms.objects.filter(company=company, product=product, valid_from=valid_from).exists():
            raise Conflict("terms.twice", _("There are terms from this day on already."), field="valid_from")
        known = account_numbers(company, {getattr(terms, name) for name in ACCOUNTS}, valid_from)
        for name in ACCOUNTS:
            if getattr(terms, name) not in known:
                sentence = _("There is no account {number} in the books.").format(number=getattr(terms, name))
                raise BusinessError("terms.account", sentence, field=name)
        terms.save()
        happened("settlement.terms.set", subject=terms)
        return terms
