"""Bank accounts and the statements of the bank."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.screens.addresses import query_of
from foundation.screens.bulk import Bulk
from foundation.screens.templatetags.screens import amount, day
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.bank import (
    open_bank_account,
)
from ..forms.bank import (
    BankAccountForm,
    OpenLineFilters,
)
from ..models import BankAccount, BankLine, BankStatement
from ..queries.bank import (
    bank_accounts,
    open_lines,
    standing,
)
from ..tables.bank import (
    BANK_ACCOUNTS,
    BANK_LINES,
    STATEMENT_LINES,
    STATEMENTS,
    OpenLines,
)
from .scope import books, command

VIEW, BOOK, EDIT, ADD = (
    "accounting.bank:view",
    "accounting.bank:book",
    "accounting.account:edit",
    "accounting.bank:import",
)


@require_safe
@requires(VIEW)
def accounts(request):
    company = books(request)
    return list_page(
        request,
        queryset=bank_accounts(request.person, company),
        table=BANK_ACCOUNTS,
        title=_("Bank"),
        template="accounting/bank.html",
        actions=[
            Action(_("Import statements"), reverse("accounting:bank_import_new"), ADD, icon="file-import", key="i"),
            Action(_("New bank account"), reverse("accounting:bank_account_new"), EDIT, icon="plus", key="n"),
        ],
        empty=Empty(_("There is no bank account yet.")),
        extra={"tab": "accounts"},
    )


@requires(EDIT)
def create(request):
    company = books(request)
    form = BankAccountForm(request.POST or None, company=company)

    def act(data):
        facts = {name: data[name] for name in ("name", "iban", "bic", "account")}
        return open_bank_account(by=request.person, company=company, **facts).get_absolute_url()

    message = _("The bank account was opened.")
    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=message)):
        return done
    cancel = reverse("accounting:bank")
    return form_page(request, form=form, title=_("New bank account"), submit=_("Open the account"), cancel=cancel)


@require_safe
@requires(VIEW)
def account(request, pk):
    """What waits to be booked, and how the bank stands beside the books."""
    account = visible_account(request, pk)
    choosing = bool(can(request.person, BOOK, account)) and "format" not in request.GET
    return list_page(
        request,
        queryset=open_lines(account),
        table=OpenLines(account, request.GET.get("at", "")) if choosing else BANK_LINES,
        filters=OpenLineFilters(request.GET),
        title=account.name,
        template="accounting/bank_account.html",
        empty=Empty(_("Every line is booked.")),
        bulk=_with_lines(account) if choosing else None,
        extra={
            "account": account,
            "standing": standing(account),
            "choosing": choosing,
            "hint": _("J and K move, Enter books as proposed."),
            "command": command,
            "back": query_of(request.GET, at=None),
            "tab": "open",
        },
    )


def _with_lines(account):
    return Bulk(
        "line",
        [
            Action(_("Look at and book"), reverse("accounting:bank_booking", args=[account.pk]), icon="check", key="b"),
            Action(_("Ignore"), reverse("accounting:bank_ignoring", args=[account.pk]), icon="ban"),
        ],
        label=lambda line: f"{day(line.booking_date)} {line.name} {amount(line.amount)}",
    )


@require_safe
@requires(VIEW)
def statements(request):
    company = books(request)
    return list_page(
        request,
        queryset=_statements(request).filter(account__company=company),
        table=STATEMENTS,
        title=_("Bank"),
        template="accounting/bank.html",
        empty=Empty(_("No statement was imported yet.")),
        extra={"tab": "statements"},
    )


@require_safe
@requires(VIEW)
def statement(request, pk):
    statement = get_object_or_404(_statements(request).select_related("document", "imported_by"), pk=pk)
    facts = [
        {"label": _("Bank account"), "value": statement.account, "url": statement.account.get_absolute_url()},
        {"label": _("Opening balance"), "value": amount(statement.opening), "amount": True},
        {"label": _("Closing balance"), "value": amount(statement.closing), "amount": True},
        {"label": _("Imported by"), "value": statement.imported_by},
    ]
    return list_page(
        request,
        queryset=BankLine.objects.filter(statement=statement),
        table=STATEMENT_LINES,
        title=_("Statement {label}").format(label=statement.label),
        template="accounting/bank_statement.html",
        page_size=100,
        extra={"statement": statement, "facts": facts},
    )


def visible_account(request, pk):
    found = BankAccount.objects.visible_to(request.person).select_related("company__ledger", "account")
    return get_object_or_404(found, pk=pk)


def _statements(request):
    return BankStatement.objects.visible_to(request.person).select_related("account")
